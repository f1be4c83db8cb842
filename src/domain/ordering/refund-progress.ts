import type { ProviderRefund } from './payment-gateway.ts';
import {
  type AbnormalRefund,
  type ApprovedRefund,
  type FailedRefund,
  isOpen,
  type OpenRefund,
  type ProcessingRefund,
  type Refund,
  type RefundedPayment,
  type SucceededRefund,
  totalFen,
} from './refund.ts';

/** What the provider tells; `mchid` where the news names the merchant. */
export type RefundNews = { readonly mchid: string | null; readonly refund: ProviderRefund };

export type RefundMismatch = {
  readonly field: 'order' | 'payment' | 'mchid' | 'outTradeNo' | 'amount' | 'status';
  readonly expected: string;
  readonly actual: string;
};

export type RefundProgress =
  | { readonly kind: 'moved'; readonly refund: ProcessingRefund | AbnormalRefund | SucceededRefund | FailedRefund }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'mismatch'; readonly mismatch: RefundMismatch };

/** What the provider's word does to a refund. An end is an end: what contradicts it is for a person. */
export function decideProgress(refund: Refund, told: ProviderRefund, now: Date): RefundProgress {
  const mismatch = findOther(refund, told) ?? findContradiction(refund, told);
  if (mismatch) return { kind: 'mismatch', mismatch };
  if (!isOpen(refund) || refund.status === told.status) return { kind: 'unchanged' };
  return { kind: 'moved', refund: move(refund, told, now) };
}

function move(refund: OpenRefund, told: ProviderRefund, now: Date) {
  const acceptedAt = refund.status === 'approved' ? now : refund.acceptedAt;
  const accepted = { ...refund, providerRefundId: told.refundId, acceptedAt };
  switch (told.status) {
    case 'processing':
    case 'abnormal':
      return { ...accepted, status: told.status };
    case 'succeeded':
      return { ...accepted, status: told.status, succeededAt: told.succeededAt ?? now, endedAt: now };
    case 'closed':
      return { ...accepted, status: 'failed' as const, endedAt: now, failure: 'the provider has closed the refund' };
  }
}

/** More than was paid cannot have gone back: `refunds` are all of the payment that is told of. */
export function findExcess(
  { paidFen }: RefundedPayment,
  refunds: readonly Refund[],
  { outRefundNo, refundFen, status }: ProviderRefund,
): RefundMismatch | null {
  if (status !== 'succeeded') return null;
  const others = refunds.filter((refund) => refund.status === 'succeeded' && refund.outRefundNo !== outRefundNo);
  const leftFen = paidFen - totalFen(others);
  if (refundFen <= leftFen) return null;
  return { field: 'amount', expected: `at most ${leftFen}`, actual: String(refundFen) };
}

/** The provider will never accept it, and knows nothing of it. */
export const failUnsent = (refund: ApprovedRefund, failure: string, now: Date): FailedRefund => ({
  ...refund,
  status: 'failed',
  providerRefundId: null,
  acceptedAt: null,
  endedAt: now,
  failure,
});

/** News of another merchant, or of another payment than the refund's. */
export function findForeign(payment: RefundedPayment, { mchid, refund: told }: RefundNews): RefundMismatch | null {
  if (mchid !== null && mchid !== payment.mchid) return { field: 'mchid', expected: payment.mchid, actual: mchid };
  if (told.outTradeNo === payment.outTradeNo) return null;
  return { field: 'outTradeNo', expected: payment.outTradeNo, actual: told.outTradeNo };
}

const findOther = ({ refundFen }: Refund, told: ProviderRefund): RefundMismatch | null =>
  told.refundFen === refundFen
    ? null
    : { field: 'amount', expected: String(refundFen), actual: String(told.refundFen) };

/** Old news are no contradiction: they may have been under way while the refund came to its end. */
function findContradiction({ status }: Refund, told: ProviderRefund): RefundMismatch | null {
  const contradictory =
    status === 'awaiting_approval' ||
    status === 'rejected' ||
    (status === 'succeeded' && told.status === 'closed') ||
    (status === 'failed' && (told.status === 'succeeded' || told.status === 'abnormal'));
  return contradictory ? { field: 'status', expected: status, actual: told.status } : null;
}
