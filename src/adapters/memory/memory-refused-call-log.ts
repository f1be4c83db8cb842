import { minuteOf, type RefusedCallLog } from '../../domain/keyvault/refused-call.ts';
import type { MemoryState } from './memory-state.ts';

export const memoryRefusedCallLog = (state: MemoryState): RefusedCallLog => ({
  add: async (noticed) => {
    for (const { digest, ...refused } of noticed) {
      const key = state.apiKeys.find((each) => each.digest === digest);
      if (!key) continue;
      const minute = minuteOf(refused.lastAt);
      const known = state.refusedCalls.find(
        (each) =>
          each.keyId === key.id &&
          each.apiCode === refused.apiCode &&
          each.code === refused.code &&
          each.minute.getTime() === minute.getTime(),
      );
      if (!known) {
        state.refusedCalls.push({ ...refused, keyId: key.id, userId: key.userId, minute });
        continue;
      }
      const together = {
        ...known,
        calls: known.calls + refused.calls,
        firstAt: known.firstAt < refused.firstAt ? known.firstAt : refused.firstAt,
        lastAt: known.lastAt > refused.lastAt ? known.lastAt : refused.lastAt,
      };
      state.refusedCalls = state.refusedCalls.map((each) => (each === known ? together : each));
    }
  },
  listOf: async (userId, { keyId, before, limit }) =>
    state.refusedCalls
      .filter((each) => each.userId === userId && (keyId === null || each.keyId === keyId))
      .filter((each) => before === null || each.lastAt < before)
      .sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime() || (a.keyId < b.keyId ? -1 : 1))
      .slice(0, limit)
      .map(({ userId: _, minute: __, ...refused }) => refused),
  removeBefore: async (at, limit) => {
    const old = state.refusedCalls.filter(({ minute }) => minute < at).slice(0, limit);
    state.refusedCalls = state.refusedCalls.filter((each) => !old.includes(each));
    return old.length;
  },
});
