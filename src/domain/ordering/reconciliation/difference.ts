import type { OutRefundNo, OutTradeNo, UserId } from '../../shared/ids.ts';
import type { BillRow } from '../trade-bill.ts';

export const DIFFERENCE_CLASSES = [
  /** The bill has it, and we do not. */
  'missing_here',
  /** We have it, and the bill does not. */
  'missing_there',
  'amount_differs',
  'state_differs',
  /** The fund bill has moved another fee, or other money, than the trade bill says. */
  'fee',
] as const;
export type DifferenceClass = (typeof DIFFERENCE_CLASSES)[number];

/** What a bill's line was held against. `bill`: itself. */
export type Against = 'orders' | 'ledger' | 'fund_bill' | 'bill';

/**
 * What comes next. `settle` (ask the provider, settle what is paid) and `apply_refund` (what the bill tells moves the refund)
 * can be applied; the others are for a person.
 */
export type Remedy = 'settle' | 'apply_refund' | 'trace_order' | 'show_refund' | 'verify_ledger' | 'read_funds';

export type Difference = {
  readonly class: DifferenceClass;
  readonly against: Against;
  readonly subject: 'payment' | 'refund';
  /** Null: a flow of money that belongs to no line. */
  readonly outTradeNo: OutTradeNo | null;
  readonly outRefundNo: OutRefundNo | null;
  /** The provider's number of the payment, or of the refund; null: it has none that we know. */
  readonly providerNo: string | null;
  readonly userId: UserId | null;
  /** What of it differs. */
  readonly field: 'existence' | 'amount' | 'status' | 'transaction_id' | 'out_trade_no' | 'points' | 'fee' | 'moved';
  readonly ours: string;
  readonly theirs: string;
  readonly remedy: Remedy;
};

export const canBeApplied = ({ remedy }: Pick<Difference, 'remedy'>): boolean =>
  remedy === 'settle' || remedy === 'apply_refund';

type Told = Pick<Difference, 'class' | 'against' | 'field' | 'ours' | 'theirs' | 'remedy'> &
  Partial<Pick<Difference, 'userId'>>;

/** A difference about a line of the bill. */
export const differenceIn = (row: BillRow, { userId = null, ...told }: Told): Difference => ({
  subject: row.kind,
  outTradeNo: row.outTradeNo,
  outRefundNo: row.kind === 'refund' ? row.outRefundNo : null,
  providerNo: row.kind === 'refund' ? row.refundId : row.transactionId,
  userId,
  ...told,
});
