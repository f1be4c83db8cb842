import type { Refund } from '../../domain/ordering/refund.ts';
import { refundEvent } from '../../domain/ordering/refund-event.ts';
import type { Fen } from '../../domain/shared/fen.ts';
import { accountOf } from '../../domain/shared/ids.ts';
import { type Points, sum } from '../../domain/shared/points.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import {
  type PlanNeeds,
  type PlanTools,
  planRefund,
  type RefundPlan,
  type UnplannedRefund,
  type WishedRefund,
} from './plan-refund.ts';

type Dependencies = PlanTools & { readonly uow: UnitOfWork<PlanNeeds> };
/** What goes back, and the points that are frozen for it. */
export type RefundFigure = { readonly refundFen: Fen; readonly points: Points };
export type WantedRefund = WishedRefund & {
  /** What the operator has agreed to; where it comes to something else now, nothing is done, unless all is wanted. */
  readonly agreed?: RefundFigure;
};
export type RequestRefundOutcome =
  | { readonly kind: 'requested'; readonly refund: Refund; readonly repeated: boolean }
  /** It comes to this now. */
  | ({ readonly kind: 'figure_changed' } & RefundFigure)
  | Exclude<UnplannedRefund, { kind: 'asked_before' }>;
export type RequestRefund = (wanted: WantedRefund) => Promise<RequestRefundOutcome>;

/**
 * An operator gives money back: the points that it stands for are frozen in the same transaction, so that they cannot be
 * spent while the money is on its way. Sending is the workers' work.
 */
export const requestRefund =
  ({ uow, ...tools }: Dependencies): RequestRefund =>
  ({ agreed, ...wanted }) =>
    uow.run(async (stores) => {
      const planned = await planRefund(stores, wanted, tools);
      if (planned.kind === 'asked_before') return { kind: 'requested', refund: planned.refund, repeated: true };
      if (planned.kind !== 'planned') return planned;
      const { order, refund, draws, now } = planned.plan;
      const figure = figureOf(planned.plan);
      if (agreed && wanted.refundFen !== 'all' && !isSame(agreed, figure)) return { kind: 'figure_changed', ...figure };
      if (draws.length > 0) {
        const frozen = { accountId: accountOf(order.userId), refundId: refund.id, orderId: order.id };
        await stores.ledger.freeze({ ...frozen, draws, at: now });
      }
      const told = { cause: 'operator', at: now, more: { by: wanted.operator } } as const;
      const event = refundEvent('refund_requested', refund, told);
      await stores.refunds.add({ refund, requestKey: wanted.requestKey }, event);
      return { kind: 'requested', refund, repeated: false };
    });

export const figureOf = ({ refund, draws }: Pick<RefundPlan, 'refund' | 'draws'>): RefundFigure => ({
  refundFen: refund.refundFen,
  points: sum(draws.map(({ points }) => points)),
});

const isSame = (a: RefundFigure, b: RefundFigure): boolean => a.refundFen === b.refundFen && a.points === b.points;
