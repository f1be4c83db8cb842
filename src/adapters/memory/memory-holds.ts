import type { Holds } from '../../domain/ledger/holds.ts';
import type { Reversals } from '../../domain/ledger/reversals.ts';
import type { AccountId, HoldId } from '../../domain/shared/ids.ts';
import { points, sum } from '../../domain/shared/points.ts';
import type { MemoryState, StoredHold } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

export function memoryHolds(state: MemoryState): Holds {
  const find = (id: HoldId) => state.holds.find((each) => each.id === id);
  const openOf = (accountId: AccountId) =>
    state.holds.filter((each) => each.accountId === accountId && each.state.kind === 'open');
  const linesOf = ({ id, accountId }: StoredHold) =>
    state.entries.filter((each) => each.accountId === accountId && each.causeId === id && each.kind === 'hold');
  const drawsOf = (hold: StoredHold) => linesOf(hold).map(({ lotId, change }) => ({ lotId, points: points(-change) }));
  const changeOpen = (id: HoldId, to: Partial<StoredHold>): void => {
    state.holds = state.holds.map((each) => (each.id === id && each.state.kind === 'open' ? { ...each, ...to } : each));
  };

  return {
    add: async (hold) => {
      refuseDuplicate(find(hold.id) !== undefined, 'id of a hold');
      const stored: StoredHold = { ...hold, state: { kind: 'open' }, releaseAt: hold.expiresAt };
      if (linesOf(stored).length === 0) throw new Error('a hold whose points were taken');
      state.holds.push(stored);
    },
    find: async (id) => {
      const found = find(id);
      if (!found) return null;
      const { releaseAt: _, ...hold } = found;
      const availableAfter = linesOf(found).at(-1)?.balanceAfter ?? points(0n);
      return { ...hold, draws: drawsOf(found), availableAfter };
    },
    end: async (id, as) => {
      if (find(id)?.state.kind !== 'open') throw new Error('an open hold');
      changeOpen(id, { state: as });
    },
    countOpen: async (accountId) => openOf(accountId).length,
    sumOpen: async (accountId) =>
      sum(
        openOf(accountId)
          .flatMap(drawsOf)
          .map((draw) => draw.points),
      ),
    takeDue: async (now, limit) =>
      state.holds
        .filter((each) => each.state.kind === 'open' && each.releaseAt <= now)
        .sort((a, b) => a.releaseAt.getTime() - b.releaseAt.getTime())
        .slice(0, limit)
        .map(({ id }) => id),
    scheduleRelease: async (id, at) => changeOpen(id, { releaseAt: at }),
  };
}

export const memoryReversals = (state: MemoryState): Reversals => ({
  add: async (reversal) => {
    refuseDuplicate(
      state.reversals.some(({ usageId }) => usageId === reversal.usageId),
      'reversal of a call',
    );
    state.reversals.push(reversal);
  },
  find: async (accountId, usageId) =>
    state.reversals.find((each) => each.accountId === accountId && each.usageId === usageId) ?? null,
});
