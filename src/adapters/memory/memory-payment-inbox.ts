import { nextTryAt, type PaymentInbox } from '../../domain/ordering/payment-inbox.ts';
import type { MemoryState } from './memory-state.ts';

export function memoryPaymentInbox(state: MemoryState): PaymentInbox {
  const find = (notificationId: string) => state.inbox.find((each) => each.notificationId === notificationId);
  const change = (id: string, to: Partial<MemoryState['inbox'][number]>): void => {
    state.inbox = state.inbox.map((each) => (each.notificationId === id ? { ...each, ...to } : each));
  };
  return {
    add: async (entry) => {
      if (find(entry.notificationId)) return false;
      const nextAt = nextTryAt(0, entry.receivedAt);
      state.inbox.push({ ...entry, outcome: null, tries: 0, nextTryAt: nextAt, handledAt: null });
      return true;
    },
    take: async (notificationId) => {
      const found = find(notificationId);
      if (!found) return { kind: 'busy' };
      const { outcome, tries: _tries, nextTryAt: _next, handledAt: _handled, ...entry } = found;
      return outcome ? { kind: 'handled', outcome } : { kind: 'taken', entry };
    },
    takeDue: async (now, limit) =>
      state.inbox
        .filter((each) => !each.outcome && each.nextTryAt <= now)
        .sort((a, b) => a.nextTryAt.getTime() - b.nextTryAt.getTime())
        .slice(0, limit)
        .map(({ notificationId, tries }) => ({ notificationId, tries })),
    scheduleTry: async (notificationId, tries, at) => change(notificationId, { tries, nextTryAt: at }),
    finish: async (notificationId, outcome, handledAt) => change(notificationId, { outcome, handledAt }),
  };
}
