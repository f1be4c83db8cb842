import { noteRefund, type Order } from '../../domain/ordering/order.ts';
import type { RefundEventKind } from '../../domain/ordering/orders.ts';
import type {
  AbnormalRefund,
  FailedRefund,
  ProcessingRefund,
  Refund,
  SucceededRefund,
} from '../../domain/ordering/refund.ts';
import { refundEvent } from '../../domain/ordering/refund-event.ts';
import { hasPaid } from '../../domain/ordering/refunded-payment.ts';
import type { Cause } from '../../domain/ordering/settlement.ts';
import { accountOf } from '../../domain/shared/ids.ts';
import type { Alarm, RaisedAlarm } from '../shared/alarm.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { noteRefundOnInvoice } from './note-refund-on-invoice.ts';

export type MoveNeeds = 'orders' | 'refunds' | 'ledger' | 'invoices';
type Moved = ProcessingRefund | AbnormalRefund | SucceededRefund | FailedRefund;
type Told = { readonly cause: Cause; readonly at: Date };

/**
 * Carries out a move that was decided, on an order and a refund that are locked: state, points and history in one
 * transaction. The alarms are for after the commit.
 */
export async function moveRefund(
  stores: Pick<Stores, MoveNeeds>,
  order: Order,
  refund: Moved,
  told: Told,
): Promise<RaisedAlarm[]> {
  const event = (kind: RefundEventKind) => refundEvent(kind, refund, told);
  switch (refund.status) {
    case 'processing':
      await stores.refunds.save(refund, null);
      return [];
    case 'abnormal':
      await stores.refunds.save(refund, event('refund_abnormal'));
      return [alarmAbout('refund_abnormal', refund, told)];
    case 'failed': {
      await stores.ledger.release(accountOf(order.userId), refund.id, told.at);
      const failed = { ...told, more: { failure: refund.failure } };
      await stores.refunds.save(refund, refundEvent('refund_failed', refund, failed));
      return [alarmAbout('refund_failed', refund, told)];
    }
    case 'succeeded':
      await succeed(stores, order, refund, told);
      return [];
  }
}

/** The refund of a second payment leaves the order and its points as they are. */
async function succeed(
  { orders, refunds, ledger, invoices }: Pick<Stores, MoveNeeds>,
  order: Order,
  refund: SucceededRefund,
  told: Told,
): Promise<void> {
  const event = refundEvent('refund_succeeded', refund, told);
  if (!hasPaid(refund.payment, order)) return refunds.save(refund, event);
  await ledger.burn(accountOf(order.userId), refund.id, told.at);
  await refunds.save(refund, null);
  const noted = noteRefund(order, refund.refundFen);
  await orders.save(noted, event);
  await noteRefundOnInvoice({ invoices }, noted, told.at);
}

export const alarmAbout = (
  alarm: Alarm,
  { outRefundNo, payment }: Pick<Refund, 'outRefundNo' | 'payment'>,
  { cause }: Pick<Told, 'cause'>,
): RaisedAlarm => ({ alarm, detail: { outRefundNo, outTradeNo: payment.outTradeNo, cause } });
