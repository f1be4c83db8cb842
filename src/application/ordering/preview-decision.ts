import { linesOf } from '../../domain/ledger/deed.ts';
import { endLines } from '../../domain/ledger/freeze.ts';
import { type ApprovalRefusal, decideApproval, decideRejection } from '../../domain/ordering/refund-approval.ts';
import type { RefundId } from '../../domain/shared/ids.ts';
import type { Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { lockRefund } from './lock-refund.ts';
import { previewOf, type RefundPreview } from './preview-refund.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'orders' | 'refunds' | 'ledger' | 'clock'>;
  readonly secrets: Pick<Secrets, 'sha256'>;
};
export type PreviewDecisionOutcome =
  | { readonly kind: 'previewed'; readonly preview: RefundPreview }
  | { readonly kind: 'unknown_refund' }
  | ApprovalRefusal;
export type PreviewDecision = (
  id: RefundId,
  operator: string,
  decision: 'approve' | 'reject',
) => Promise<PreviewDecisionOutcome>;

/** What a yes or a no to a refund that waits would do now. Writes nothing. */
export const previewDecision =
  ({ uow, secrets }: Dependencies): PreviewDecision =>
  (id, operator, decision) =>
    uow.run(async (stores) => {
      const locked = await lockRefund(stores, id);
      if (!locked) return { kind: 'unknown_refund' };
      const now = await stores.clock.now();
      const decided =
        decision === 'approve'
          ? decideApproval(locked.refund, operator, now)
          : decideRejection(locked.refund, operator, '', now);
      if (decided.kind !== 'approved' && decided.kind !== 'rejected') return decided;
      const preview = await previewOf(stores, secrets, { ...locked, now }, (draws) =>
        decision === 'approve' ? [[], endLines({ draws }, 'burned')] : [linesOf('release', draws), []],
      );
      return { kind: 'previewed', preview };
    });
