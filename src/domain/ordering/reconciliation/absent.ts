import { addDays, type BeijingDay, beginOfBeijingDay, beijingDayOf } from '../../shared/beijing-time.ts';
import type { BillLine } from './bill-line.ts';
import { type Difference, differenceIn } from './difference.ts';
import type { PaymentRecord, RefundRecord } from './records.ts';

/** A payment of ours that the bill of its day does not have. */
export const paymentNotBilled = ({ outTradeNo, transactionId, userId, amountFen }: PaymentRecord): Difference => ({
  ...{ class: 'missing_there', against: 'orders', subject: 'payment', field: 'existence', remedy: 'trace_order' },
  ...{ outTradeNo, outRefundNo: null, providerNo: transactionId, userId },
  ...{ ours: `${amountFen} fen paid`, theirs: 'no line' },
});

/** A refund that we sent, and that the bill of its day does not have. */
export const refundNotBilled = ({ outTradeNo, outRefundNo, userId, refundFen, status }: RefundRecord): Difference => ({
  ...{ class: 'missing_there', against: 'orders', subject: 'refund', field: 'existence', remedy: 'show_refund' },
  ...{ outTradeNo, outRefundNo, providerNo: null, userId },
  ...{ ours: `${refundFen} fen ${status}`, theirs: 'no line' },
});

/** The same payment or refund once more: we have it once. */
export const billedAgain = (line: BillLine): Difference =>
  differenceIn(line, {
    ...{ class: 'missing_here', against: 'bill', field: 'existence', remedy: 'trace_order' },
    ...{ ours: 'once', theirs: `again in line ${line.line}` },
  });

/** Where the clocks of both sides may see different days. */
const SKEW_MS = 10 * 60_000;

/**
 * The refunds that a bill of this day must have: ours are noted when the answer is here, up to seconds away from the provider's
 * own time. What is accepted in the last minutes is looked for in the bill of the next day.
 */
export const refundSpanOf = ({ from, to }: { readonly from: Date; readonly to: Date }) => ({
  from: new Date(from.getTime() - SKEW_MS),
  to: new Date(to.getTime() - SKEW_MS),
});

/**
 * The days, before the bill that begins at `from`, in whose bills a refund may be that was decided on one of them and accepted only
 * later: it may have reached the provider long before the answer reached us. It is missing once all of these bills were compared.
 */
export function earlierBillsOf(decidedAt: Date, from: Date): BeijingDay[] {
  const days: BeijingDay[] = [];
  for (let at = beginOfBeijingDay(beijingDayOf(decidedAt)); decidedAt < from && at <= from; at = addDays(at, 1)) {
    days.push(beijingDayOf(at));
  }
  return days;
}
