import type { Refund } from '../../domain/ordering/refund.ts';
import { decideRejection, type NotAwaiting } from '../../domain/ordering/refund-approval.ts';
import { refundEvent } from '../../domain/ordering/refund-event.ts';
import { accountOf, type RefundId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { lockRefund } from './lock-refund.ts';

export type RejectRefundOutcome =
  | { readonly kind: 'rejected'; readonly refund: Refund }
  | { readonly kind: 'unknown_refund' }
  | NotAwaiting;
/** `why` is for operators. */
export type RejectRefund = (id: RefundId, operator: string, why: string) => Promise<RejectRefundOutcome>;

/** A refund that waited for a second operator is not made; the points are back. */
export const rejectRefund =
  ({ uow }: { readonly uow: UnitOfWork<'orders' | 'refunds' | 'ledger' | 'clock'> }): RejectRefund =>
  (id, operator, why) =>
    uow.run(async (stores) => {
      const locked = await lockRefund(stores, id);
      if (!locked) return { kind: 'unknown_refund' };
      const now = await stores.clock.now();
      const decision = decideRejection(locked.refund, operator, why, now);
      if (decision.kind !== 'rejected') return decision;
      await stores.ledger.release(accountOf(locked.order.userId), id, now);
      const told = { cause: 'operator', at: now, more: { by: operator, why } } as const;
      await stores.refunds.save(decision.refund, refundEvent('refund_rejected', decision.refund, told));
      return decision;
    });
