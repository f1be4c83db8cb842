import type { BillRow } from '../trade-bill.ts';
import { type Difference, differenceIn } from './difference.ts';
import { roundedFen } from './milli-fen.ts';

/** All that one payment or refund has moved on the merchant's account. */
export type FundSum = {
  readonly providerNo: string;
  /** Above zero came in. */
  readonly movedFen: number;
  /** Above zero was kept by the provider. */
  readonly feeFen: number;
  readonly firstAt: Date;
};

/** What happens in the last minutes of a day may be booked on the next one. */
const BOOKING_MS = 10 * 60_000;

export type FundVerdict =
  | { readonly kind: 'booked' }
  /** The bill of the next day has it. */
  | { readonly kind: 'not_yet' }
  | { readonly kind: 'differs'; readonly difference: Difference };

/** A line of the trade bill against what the fund bill of its day has moved. `dayEndsAt`: of the line's day. */
export function compareFunds(row: BillRow, sum: FundSum | null, dayEndsAt: Date): FundVerdict {
  const movedFen = row.kind === 'payment' ? row.settledFen : -row.settledFen;
  const feeFen = roundedFen(row.feeMilliFen);
  if (!sum) {
    if (movedFen === 0 && feeFen === 0) return { kind: 'booked' };
    if (dayEndsAt.getTime() - row.at.getTime() <= BOOKING_MS) return { kind: 'not_yet' };
  }
  const [moved, fee] = [sum?.movedFen ?? 0, sum?.feeFen ?? 0];
  if (fee !== feeFen) return differs(row, 'fee', feeFen, fee);
  return moved === movedFen ? { kind: 'booked' } : differs(row, 'moved', movedFen, moved);
}

const differs = (row: BillRow, field: 'fee' | 'moved', ours: number, theirs: number): FundVerdict => ({
  kind: 'differs',
  difference: differenceIn(row, {
    ...{ class: 'fee', against: 'fund_bill', field, remedy: 'read_funds' },
    ...{ ours: `${ours} fen in the trade bill`, theirs: `${theirs} fen in the fund bill` },
  }),
});

/** May this flow be of a line of the day before? */
export const mayBeOfDayBefore = ({ firstAt }: FundSum, dayBeginsAt: Date): boolean =>
  firstAt.getTime() - dayBeginsAt.getTime() < BOOKING_MS;

/** A flow of money without a line in the trade bill. */
export const flowWithoutLine = ({ providerNo, movedFen, feeFen }: FundSum): Difference => ({
  ...{ class: 'fee', against: 'fund_bill', subject: 'payment', outTradeNo: null, outRefundNo: null },
  ...{ providerNo, userId: null, field: feeFen === 0 ? 'moved' : 'fee', remedy: 'read_funds' },
  ours: 'no line in the trade bill',
  theirs: `${movedFen} fen moved, fee ${feeFen} fen`,
});

/** The whole bill is missing, where the trade bill says that money has moved. */
export const noFundBill = (movedFen: number, feeFen: number): Difference => ({
  ...{ class: 'fee', against: 'fund_bill', subject: 'payment', outTradeNo: null, outRefundNo: null },
  ...{ providerNo: null, userId: null, field: feeFen === 0 ? 'moved' : 'fee', remedy: 'read_funds' },
  ours: `${movedFen} fen moved, fee ${feeFen} fen`,
  theirs: 'no fund bill',
});
