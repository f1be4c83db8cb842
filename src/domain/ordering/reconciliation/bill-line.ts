import type { BeijingDay } from '../../shared/beijing-time.ts';
import type { OutTradeNo } from '../../shared/ids.ts';
import type { RefundNews } from '../refund-progress.ts';
import type { BillRow, PaymentRow, RefundRow } from '../trade-bill.ts';

type Place = {
  readonly day: BeijingDay;
  /** Within the bill, from 1. */
  readonly line: number;
};
export type PaymentLine = PaymentRow & Place;
export type RefundLine = RefundRow & Place;
/** A line of a bill and where it stands. */
export type BillLine = PaymentLine | RefundLine;

/** The provider's number of what a line is about: the fund bill has it, too. */
export const providerNoOf = (row: BillRow): string => (row.kind === 'payment' ? row.transactionId : row.refundId);

/** What a line tells of its refund. When that came to its end, a bill does not say. */
export const newsIn = (row: RefundRow): RefundNews => ({
  mchid: row.mchid,
  refund: {
    ...{ outRefundNo: row.outRefundNo, outTradeNo: row.outTradeNo, refundId: row.refundId, refundFen: row.amountFen },
    ...{ status: row.state, succeededAt: null },
  },
});

/** Numbers are UUIDs of version 7 without hyphens (`newAttempt`). Other systems of the merchant number in other ways. */
export const isOurNumber = (outTradeNo: OutTradeNo): boolean =>
  /^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/.test(outTradeNo);
