import type { Closings } from '../../domain/identity/closings.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { MemoryState } from './memory-state.ts';

export function memoryClosings(state: MemoryState): Closings {
  const find = (userId: UserId) => state.closings.find((each) => each.userId === userId) ?? null;
  const remove = (userId: UserId): void => {
    state.closings = state.closings.filter((each) => each.userId !== userId);
  };
  /** What PostgreSQL digests. */
  const identitiesOf = (userId: UserId): string[] =>
    state.identities.filter((each) => each.userId === userId).map(({ appid, openid }) => `${appid} ${openid}`);
  return {
    find: async (userId) => find(userId),
    put: async (closing) => {
      remove(closing.userId);
      state.closings.push(closing);
    },
    remove: async (userId) => remove(userId),
    takeDue: async (now, limit) =>
      state.closings
        .filter(({ nextLookAt }) => nextLookAt <= now)
        .sort((a, b) => a.nextLookAt.getTime() - b.nextLookAt.getTime())
        .slice(0, limit)
        .map(({ userId }) => userId),
    lookAgain: async (userId, nextLookAt) => {
      state.closings = state.closings.map((each) => (each.userId === userId ? { ...each, nextLookAt } : each));
    },
    remember: async (userId, { hasPaid }) => {
      for (const identity of identitiesOf(userId)) {
        const hadPaid = state.closedIdentities.get(identity) ?? false;
        state.closedIdentities.set(identity, hadPaid || hasPaid);
      }
    },
    hasPaidBefore: async (userId) =>
      identitiesOf(userId).some((identity) => state.closedIdentities.get(identity) === true),
  };
}
