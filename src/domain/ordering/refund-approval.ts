import type { ApprovedRefund, Refund, RefundStatus, RejectedRefund } from './refund.ts';

/** Nothing waits for a decision here any more. */
export type NotAwaiting = { readonly kind: 'not_awaiting'; readonly status: RefundStatus };
export type ApprovalRefusal =
  | NotAwaiting
  /** Four eyes: not those of `requestedBy`. */
  | { readonly kind: 'same_operator'; readonly requestedBy: string };

export function decideApproval(
  refund: Refund,
  operator: string,
  now: Date,
): { readonly kind: 'approved'; readonly refund: ApprovedRefund } | ApprovalRefusal {
  if (refund.status !== 'awaiting_approval') return { kind: 'not_awaiting', status: refund.status };
  const { requestedBy } = refund;
  if (requestedBy !== null && isSamePerson(requestedBy, operator)) return { kind: 'same_operator', requestedBy };
  const approved: ApprovedRefund = {
    ...refund,
    status: 'approved',
    decidedBy: operator,
    decidedAt: now,
    frozen: null,
  };
  return { kind: 'approved', refund: approved };
}

/** Anybody may say no, also who asked. */
export function decideRejection(
  refund: Refund,
  operator: string,
  rejection: string,
  now: Date,
): { readonly kind: 'rejected'; readonly refund: RejectedRefund } | NotAwaiting {
  if (refund.status !== 'awaiting_approval') return { kind: 'not_awaiting', status: refund.status };
  const rejected: RejectedRefund = { ...refund, status: 'rejected', decidedBy: operator, decidedAt: now, rejection };
  return { kind: 'rejected', refund: rejected };
}

const isSamePerson = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
