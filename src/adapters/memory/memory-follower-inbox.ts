import { type FollowerInbox, nextEventTryAt } from '../../domain/identity/follower-inbox.ts';
import type { MemoryState, StoredFollowerEvent } from './memory-state.ts';

export function memoryFollowerInbox(state: MemoryState): FollowerInbox {
  const change = (messageKey: string, to: Partial<StoredFollowerEvent>): void => {
    const stored = state.followerEvents.get(messageKey);
    if (stored && !stored.outcome) state.followerEvents.set(messageKey, { ...stored, ...to });
  };
  return {
    claimStamp: async ({ signedAt, nonce }, messageKey, now) => {
      const stamp = `${signedAt} ${nonce}`;
      const seen = state.pushStamps.get(stamp);
      if (!seen) state.pushStamps.set(stamp, { messageKey, seenAt: now });
      return !seen || seen.messageKey === messageKey;
    },
    forgetStamps: async (before) => {
      for (const [stamp, { seenAt }] of state.pushStamps) if (seenAt < before) state.pushStamps.delete(stamp);
    },
    add: async (stored) => {
      if (state.followerEvents.has(stored.messageKey)) return false;
      const nextTryAt = nextEventTryAt(0, stored.receivedAt);
      state.followerEvents.set(stored.messageKey, { ...stored, outcome: null, tries: 0, nextTryAt });
      return true;
    },
    take: async (messageKey) => {
      const stored = state.followerEvents.get(messageKey);
      if (!stored) return { kind: 'busy' };
      return stored.outcome ? { kind: 'handled', outcome: stored.outcome } : { kind: 'taken', event: stored.event };
    },
    takeDue: async (now, limit) =>
      [...state.followerEvents.values()]
        .filter(({ outcome, nextTryAt }) => !outcome && nextTryAt <= now)
        .sort((a, b) => a.nextTryAt.getTime() - b.nextTryAt.getTime())
        .slice(0, limit)
        .map(({ messageKey, tries }) => ({ messageKey, tries })),
    scheduleTry: async (messageKey, tries, at) => change(messageKey, { tries, nextTryAt: at }),
    finish: async (messageKey, outcome) => change(messageKey, { outcome }),
  };
}
