import { pointsToTakeBack } from '../../domain/ledger/refund-share.ts';
import type { Order } from '../../domain/ordering/order.ts';
import type { ProviderRefund } from '../../domain/ordering/payment-gateway.ts';
import {
  type ProcessingRefund,
  type Refund,
  type RefundedPayment,
  refundsOf,
  totalFen,
} from '../../domain/ordering/refund.ts';
import { refundEvent } from '../../domain/ordering/refund-event.ts';
import { refundMadeElsewhere } from '../../domain/ordering/refund-unasked.ts';
import { hasPaid } from '../../domain/ordering/refunded-payment.ts';
import type { Cause } from '../../domain/ordering/settlement.ts';
import { accountOf, type RefundId } from '../../domain/shared/ids.ts';
import { noPoints, type Points } from '../../domain/shared/points.ts';
import type { RaisedAlarm } from '../shared/alarm.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { alarmAbout } from './move-refund.ts';

type Needed = 'refunds' | 'ledger';
type Found = {
  readonly order: Order;
  readonly payment: RefundedPayment;
  /** All of the order. */
  readonly refunds: readonly Refund[];
  readonly told: ProviderRefund;
};

/**
 * A refund that was made elsewhere becomes one of ours. Its points leave the account at once, as many as are there: what the
 * provider says next burns them or gives them back.
 */
export async function keepFoundRefund(
  stores: Pick<Stores, Needed>,
  ids: IdSource,
  { order, payment, refunds, told }: Found,
  { cause, at }: { readonly cause: Cause; readonly at: Date },
): Promise<{ readonly refund: ProcessingRefund; readonly alarms: RaisedAlarm[] }> {
  const names = { id: ids.next<RefundId>(), orderId: order.id, payment };
  const shortfall = hasPaid(payment, order) ? await takeBack(stores, order, { ...names, refunds, told, at }) : noPoints;
  const refund = refundMadeElsewhere(names, told, shortfall, at);
  const more = { shortfallPoints: String(shortfall) };
  await stores.refunds.add({ refund, requestKey: null }, refundEvent('refund_found', refund, { cause, at, more }));
  if (shortfall === noPoints) return { refund, alarms: [] };
  const { alarm, detail } = alarmAbout('refund_shortfall', refund, { cause });
  return { refund, alarms: [{ alarm, detail: { ...detail, ...more } }] };
}

type Taking = Omit<Found, 'order'> & { readonly id: RefundId; readonly at: Date };

/** The points that are not there any more. */
async function takeBack(
  { ledger }: Pick<Stores, 'ledger'>,
  { id: orderId, userId }: Order,
  { id: refundId, payment, refunds, told, at }: Taking,
): Promise<Points> {
  const accountId = accountOf(userId);
  await ledger.lock(accountId);
  const lots = await ledger.listLotsOf(accountId, orderId);
  const refundedFen = totalFen(refundsOf(refunds, payment).filter(({ status }) => status === 'succeeded'));
  const { draws, missing } = pointsToTakeBack(lots, told.refundFen, { paidFen: payment.paidFen, refundedFen }, at);
  if (draws.length > 0) await ledger.freeze({ accountId, refundId, orderId, draws, at });
  return missing;
}
