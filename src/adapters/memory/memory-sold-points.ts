import type { SoldPoints } from '../../domain/ledger/sold-points.ts';
import { points, sum } from '../../domain/shared/points.ts';
import type { MemoryState } from './memory-state.ts';

export const memorySoldPoints = (state: MemoryState): SoldPoints => ({
  grantsOf: async (orders) =>
    new Map(
      orders.flatMap(({ orderId, accountId }) => {
        const lines = state.entries.filter(
          (each) => each.kind === 'grant' && each.causeId === orderId && each.accountId === accountId,
        );
        return lines.length > 0 ? [[orderId, sum(lines.map(({ change }) => points(change)))] as const] : [];
      }),
    ),
  freezesOf: async (refunds) =>
    new Map(
      refunds.flatMap(({ refundId, accountId }) => {
        const found = state.freezes.find((each) => each.refundId === refundId && each.accountId === accountId);
        return found
          ? [[refundId, { state: found.state, points: sum(found.draws.map((draw) => draw.points)) }] as const]
          : [];
      }),
    ),
});
