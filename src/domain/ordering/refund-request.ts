import { addDays } from '../shared/beijing-time.ts';
import type { Fen } from '../shared/fen.ts';
import type { OrderId, OutRefundNo, RefundId } from '../shared/ids.ts';
import { noPoints } from '../shared/points.ts';
import type { SettledOrder } from './order.ts';
import {
  type ApprovedRefund,
  type AwaitingRefund,
  isStanding,
  type Refund,
  type RefundedPayment,
  refundsOf,
  totalFen,
} from './refund.ts';

/** WeChat Pay, 退款: within a year of the payment, at most 50 times, with a reason of at most 80 characters. */
const REFUNDABLE_DAYS = 365;
export const MOST_REFUNDS = 50;
export const LONGEST_REASON = 80;

/** What an operator wants to give back; `all`: as much as can be. */
export type RefundWish = { readonly refundFen: Fen | 'all'; readonly reason: string; readonly operator: string };

/** What the decision needs beside the order: `refundableFen` is the ledger's word on what the points still stand for. */
export type RefundTerms = {
  readonly id: RefundId;
  readonly outRefundNo: OutRefundNo;
  readonly payment: RefundedPayment;
  readonly refundableFen: Fen;
  /** Above this, a second operator decides. */
  readonly approvalLimitFen: Fen;
};

export type RefundRefusal =
  | { readonly kind: 'bad_reason'; readonly longest: number }
  /** A year has passed: the money can only go back by other ways than the provider's. */
  | { readonly kind: 'too_late'; readonly until: Date }
  | { readonly kind: 'too_many_refunds'; readonly limit: number }
  /** Spent, expired, gone back, or about to. */
  | { readonly kind: 'nothing_to_refund' }
  | { readonly kind: 'more_than_refundable'; readonly refundableFen: Fen };

export type RefundRequestDecision =
  | { readonly kind: 'requested'; readonly refund: AwaitingRefund | ApprovedRefund }
  | RefundRefusal;

/** May this payment of the order be paid back, and does a second operator have to agree? `refunds` are all of the order. */
export function decideRefundRequest(
  order: SettledOrder,
  refunds: readonly Refund[],
  wish: RefundWish,
  terms: RefundTerms,
  now: Date,
): RefundRequestDecision {
  const reason = wish.reason.trim();
  if (reason === '' || [...reason].length > LONGEST_REASON) return { kind: 'bad_reason', longest: LONGEST_REASON };
  const until = addDays(order.paidAt, REFUNDABLE_DAYS);
  if (now > until) return { kind: 'too_late', until };
  const earlier = refundsOf(refunds, terms.payment).filter(({ status }) => status !== 'rejected');
  if (earlier.length >= MOST_REFUNDS) return { kind: 'too_many_refunds', limit: MOST_REFUNDS };
  const { refundableFen } = terms;
  if (refundableFen === 0) return { kind: 'nothing_to_refund' };
  const refundFen = wish.refundFen === 'all' ? refundableFen : wish.refundFen;
  if (refundFen === 0 || refundFen > refundableFen) return { kind: 'more_than_refundable', refundableFen };
  const refund = newRefund(order.id, { ...wish, reason, refundFen }, terms, now);
  return needsApproval(earlier, refundFen, terms)
    ? { kind: 'requested', refund: { ...refund, status: 'awaiting_approval' } }
    : { kind: 'requested', refund: { ...refund, status: 'approved', decidedBy: null, decidedAt: now, frozen: null } };
}

/** What one operator may give back alone counts per payment: many small refunds are one large one. */
function needsApproval(earlier: readonly Refund[], refundFen: Fen, { approvalLimitFen }: RefundTerms): boolean {
  const alone = earlier.filter(
    (refund) =>
      refund.origin === 'operator' && isStanding(refund) && 'decidedBy' in refund && refund.decidedBy === null,
  );
  return totalFen(alone) + refundFen > approvalLimitFen;
}

const newRefund = (
  orderId: OrderId,
  { refundFen, reason, operator }: RefundWish & { readonly refundFen: Fen },
  { id, outRefundNo, payment }: RefundTerms,
  now: Date,
) => ({
  ...{ id, outRefundNo, orderId, payment, refundFen, reason },
  origin: 'operator' as const,
  requestedBy: operator,
  requestedAt: now,
  shortfallPoints: noPoints,
});
