import type { Refund } from '../../domain/ordering/refund.ts';
import { type ApprovalRefusal, decideApproval } from '../../domain/ordering/refund-approval.ts';
import { refundEvent } from '../../domain/ordering/refund-event.ts';
import type { RefundId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { lockRefund } from './lock-refund.ts';

export type ApproveRefundOutcome =
  | { readonly kind: 'approved'; readonly refund: Refund }
  | { readonly kind: 'unknown_refund' }
  | ApprovalRefusal;
/** `why` is for operators. */
export type ApproveRefund = (id: RefundId, operator: string, why?: string) => Promise<ApproveRefundOutcome>;

/** A second operator agrees; from the commit on, the workers send it. */
export const approveRefund =
  ({ uow }: { readonly uow: UnitOfWork<'orders' | 'refunds' | 'clock'> }): ApproveRefund =>
  (id, operator, why) =>
    uow.run(async (stores) => {
      const locked = await lockRefund(stores, id);
      if (!locked) return { kind: 'unknown_refund' };
      const now = await stores.clock.now();
      const decision = decideApproval(locked.refund, operator, now);
      if (decision.kind !== 'approved') return decision;
      const told = { cause: 'operator', at: now, more: { by: operator, ...(why && { why }) } } as const;
      await stores.refunds.save(decision.refund, refundEvent('refund_approved', decision.refund, told));
      return decision;
    });
