import { noticeOfPayment } from '../../domain/identity/notice.ts';
import type { NewLot } from '../../domain/ledger/points-ledger.ts';
import { firstReportAt } from '../../domain/ordering/deliveries.ts';
import type { DeliveryReporters } from '../../domain/ordering/delivery.ts';
import type { PaidOrder } from '../../domain/ordering/order.ts';
import type { OrderEvent, PlacedOrder } from '../../domain/ordering/orders.ts';
import type { Payment } from '../../domain/ordering/payment-gateway.ts';
import { refundsOf } from '../../domain/ordering/refund.ts';
import { refundEvent } from '../../domain/ordering/refund-event.ts';
import { refundOfDuplicate } from '../../domain/ordering/refund-unasked.ts';
import { paymentThrough } from '../../domain/ordering/refunded-payment.ts';
import { type Cause, decideSettlement, type Settlement, totalPoints } from '../../domain/ordering/settlement.ts';
import { accountOf, type LotId, type NoticeId, type RefundId } from '../../domain/shared/ids.ts';
import { type Alarm, type RaiseAlarm, type RaisedAlarm, raiseAll } from '../shared/alarm.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { tellOfPayment } from '../webhooks/tell-of-payment.ts';
import type { TellNeeds } from '../webhooks/tell-webhooks.ts';
import { newOutRefundNo } from './new-out-refund-no.ts';

export type SettleNeeds = 'orders' | 'refunds' | 'ledger' | 'deliveries' | 'notices' | 'clock' | TellNeeds;
type SettleStores = Pick<Stores, SettleNeeds>;
export type SettleParts = { readonly ids: IdSource; readonly reporters: DeliveryReporters };
type Dependencies = SettleParts & { readonly uow: UnitOfWork<SettleNeeds>; readonly raiseAlarm: RaiseAlarm };
export type SettleOutcome = Settlement | { readonly kind: 'unknown_order' };
export type SettlePayment = (payment: Payment, cause: Cause) => Promise<SettleOutcome>;

/** A completed payment turns its order to paid and grants the points, once, whoever tells us of it. */
export const settlePayment =
  ({ uow, raiseAlarm, ...parts }: Dependencies): SettlePayment =>
  async (payment, cause) => {
    const outcome = await uow.run((stores) => settleWithin(stores, parts, payment, cause));
    raiseAll(raiseAlarm, settlementAlarms(outcome.kind, payment, cause));
    return outcome;
  };

const ALARMS: Record<SettleOutcome['kind'], Alarm | null> = {
  settled: null,
  already_settled: null,
  mismatch: 'payment_mismatch',
  duplicate_payment: 'duplicate_payment',
  unknown_order: 'payment_of_unknown_order',
};

/** To be raised after the commit. */
export function settlementAlarms(
  kind: SettleOutcome['kind'],
  { outTradeNo, transactionId }: Payment,
  cause: Cause,
): readonly RaisedAlarm[] {
  const alarm = ALARMS[kind];
  return alarm ? [{ alarm, detail: { outTradeNo, transactionId, cause } }] : [];
}

/** The same inside a transaction that has more to do. */
export async function settleWithin(
  stores: SettleStores,
  { ids, reporters }: SettleParts,
  payment: Payment,
  cause: Cause,
): Promise<SettleOutcome> {
  const { orders, ledger, deliveries, notices, clock } = stores;
  const found = await orders.lock(payment.outTradeNo);
  if (!found) return { kind: 'unknown_order' };
  const now = await clock.now();
  const settlement = decideSettlement(found.order, found.attempt, payment, now);
  switch (settlement.kind) {
    case 'already_settled':
      return settlement;
    case 'settled':
      await orders.save(settlement.order, event(settlement.late ? 'paid_late' : 'paid', cause, now, payment));
      await ledger.grant(grantFor(settlement.order, ids));
      if (reporters.has(found.attempt.gateway)) {
        const { outTradeNo } = settlement.order;
        await deliveries.owe({ outTradeNo, owedSince: now, tries: 0 }, firstReportAt(payment.paidAt));
      }
      await notices.add(noticeFor(settlement.order, ids), now);
      await tellOfPayment(stores, ids, settlement.order);
      return settlement;
    case 'duplicate_payment':
      await giveBack(stores, ids, found, { payment, cause, at: now });
      return settlement;
    case 'mismatch': {
      const { field, expected, actual } = settlement.mismatch;
      const seen = event('mismatch', cause, now, payment);
      await orders.quarantine(payment.outTradeNo, { ...seen, detail: { ...seen.detail, field, expected, actual } });
      return settlement;
    }
  }
}

type Second = { readonly payment: Payment; readonly cause: Cause; readonly at: Date };

/** A second payment of an order goes back by itself, once however often we are told of it. */
async function giveBack(
  { orders, refunds }: SettleStores,
  ids: IdSource,
  { order, attempt }: PlacedOrder,
  { payment: { transactionId }, cause, at }: Second,
): Promise<void> {
  await orders.stopAsking(attempt.intent.outTradeNo);
  const known = refundsOf(await refunds.listOf(order.id), { transactionId });
  if (known.length > 0) return;
  const names = { id: ids.next<RefundId>(), outRefundNo: newOutRefundNo(ids), orderId: order.id };
  const refund = refundOfDuplicate({ ...names, payment: paymentThrough(attempt, transactionId) }, at);
  const told = { cause, at, more: { transactionId } };
  await refunds.add({ refund, requestKey: null }, refundEvent('duplicate_payment', refund, told));
}

const event = (kind: OrderEvent['kind'], cause: Cause, at: Date, payment: Payment): OrderEvent => ({
  kind,
  cause,
  at,
  detail: { transactionId: payment.transactionId },
});

/** Whether the buyer wants to hear of it is asked when it is sent. */
const noticeFor = (order: PaidOrder, ids: IdSource) =>
  noticeOfPayment(
    { id: ids.next<NoticeId>(), userId: order.userId },
    {
      ...{ orderId: order.id, outTradeNo: order.outTradeNo, paidAt: order.paidAt, points: totalPoints(order) },
      ...{ packageName: order.terms.packageName, amountFen: order.terms.amountFen },
    },
    order.settledAt,
  );

function grantFor(order: PaidOrder, ids: IdSource) {
  const lot = (kind: NewLot['kind'], points: NewLot['points']): NewLot => ({
    id: ids.next<LotId>(),
    kind,
    points,
    expiresAt: order.pointsExpireAt,
  });
  const { points, bonusPoints } = order.terms;
  const lots = bonusPoints > 0n ? [lot('paid', points), lot('bonus', bonusPoints)] : [lot('paid', points)];
  return { accountId: accountOf(order.userId), orderId: order.id, lots, at: order.settledAt };
}
