import { nextTryAt, type PaymentInbox } from '../../domain/ordering/payment-inbox.ts';
import type { MemoryState } from './memory-state.ts';

export function memoryPaymentInbox(state: MemoryState): PaymentInbox {
  const find = (notificationId: string) => state.inbox.find((each) => each.notificationId === notificationId);
  return {
    add: async (entry) => {
      if (find(entry.notificationId)) return false;
      state.inbox.push({ ...entry, outcome: null, tries: 0, nextTryAt: nextTryAt(0, entry.receivedAt) });
      return true;
    },
    take: async (notificationId) => {
      const found = find(notificationId);
      if (!found) return { kind: 'busy' };
      const { outcome, tries: _tries, nextTryAt: _next, ...entry } = found;
      return outcome ? { kind: 'handled', outcome } : { kind: 'taken', entry };
    },
    takeDue: async (now, limit) =>
      state.inbox
        .filter((each) => !each.outcome && each.nextTryAt <= now)
        .sort((a, b) => a.nextTryAt.getTime() - b.nextTryAt.getTime())
        .slice(0, limit)
        .map(({ notificationId, tries }) => ({ notificationId, tries })),
    scheduleTry: async (notificationId, tries, at) => {
      Object.assign(find(notificationId) ?? {}, { tries, nextTryAt: at });
    },
    finish: async (notificationId, outcome) => {
      state.inbox = state.inbox.map((each) => (each.notificationId === notificationId ? { ...each, outcome } : each));
    },
  };
}
