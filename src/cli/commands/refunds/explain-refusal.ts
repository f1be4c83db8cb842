import { publicId } from '../../../adapters/http/public-id.ts';
import type { PreviewRefundOutcome } from '../../../application/ordering/preview-refund.ts';
import type { RequestRefundOutcome } from '../../../application/ordering/request-refund.ts';
import type { ApprovalRefusal } from '../../../domain/ordering/refund-approval.ts';
import { RefusedByPolicy } from '../../face/failures.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';

type Refusal =
  | Exclude<RequestRefundOutcome, { kind: 'requested' }>
  | Exclude<PreviewRefundOutcome, { kind: 'previewed' | 'asked_before' }>
  | ApprovalRefusal
  | { kind: 'unknown_refund' };

/** Our rule that two people look at it holds however often one of them asks; the others tell how things are. */
export const refusalOf = (refusal: Refusal): Error =>
  refusal.kind === 'same_operator'
    ? new RefusedByPolicy(explainRefusal(refusal))
    : new ExpectedFailure(explainRefusal(refusal));

/** What an operator reads: why not, and what to do instead. */
function explainRefusal(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'unknown_order':
      return 'there is no such order';
    case 'unknown_refund':
      return 'there is no such refund';
    case 'not_paid':
      return `nothing was paid under this number that could go back; the order is ${refusal.status}`;
    case 'request_key_reused':
      return `this key stands for ${publicId('rfd', refusal.refund.id)} of another payment or amount; take another key`;
    case 'figure_changed':
      return `it comes to ${refusal.points} points now: nothing was done; look again, or say --all`;
    case 'bad_reason':
      return `a reason has 1 to ${refusal.longest} characters: the payer reads it`;
    case 'too_late':
      return `the provider paid back until ${refusal.until.toISOString()}; send the money in another way`;
    case 'too_many_refunds':
      return `the provider takes ${refusal.limit} refunds per payment; send the money in another way`;
    case 'nothing_to_refund':
      return 'nothing can go back: the points are spent or have expired, or the money has gone back or is on its way';
    case 'more_than_refundable':
      return `between 1 and ${refusal.refundableFen} fen can go back; --all takes the most`;
    case 'not_awaiting':
      return `nothing waits for a decision: the refund is ${refusal.status}`;
    case 'same_operator':
      return `${refusal.requestedBy} asked for it, so somebody else has to approve it`;
  }
}
