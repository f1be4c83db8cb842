import type { PaymentInbox } from '../../domain/ordering/payment-inbox.ts';
import type { MemoryState } from './memory-state.ts';

export function memoryPaymentInbox(state: MemoryState): PaymentInbox {
  const find = (notificationId: string) => state.inbox.find((each) => each.notificationId === notificationId);
  return {
    add: async (entry) => {
      if (find(entry.notificationId)) return false;
      state.inbox.push({ ...entry, outcome: null });
      return true;
    },
    take: async (notificationId) => {
      const found = find(notificationId);
      if (!found) return { kind: 'busy' };
      const { outcome, ...entry } = found;
      return outcome ? { kind: 'handled', outcome } : { kind: 'taken', entry };
    },
    listUnhandled: async (limit) =>
      state.inbox
        .filter((each) => !each.outcome)
        .sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime())
        .slice(0, limit)
        .map((each) => each.notificationId),
    finish: async (notificationId, outcome) => {
      state.inbox = state.inbox.map((each) => (each.notificationId === notificationId ? { ...each, outcome } : each));
    },
  };
}
