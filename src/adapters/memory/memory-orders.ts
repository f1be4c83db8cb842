import type { PendingOrder } from '../../domain/ordering/order.ts';
import type { Orders, PlacedOrder } from '../../domain/ordering/orders.ts';
import { nextPollAt } from '../../domain/ordering/payment-attempt.ts';
import type { OutTradeNo } from '../../domain/shared/ids.ts';
import type { MemoryState, StoredAttempt } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

export function memoryOrders(state: MemoryState): Orders {
  const attemptOf = (outTradeNo: OutTradeNo): StoredAttempt => state.attempts.get(outTradeNo) as StoredAttempt;
  const due = (column: 'nextPollAt' | 'nextCloseAt', now: Date, limit: number) =>
    [...state.attempts]
      .filter(([, each]) => each[column] !== null && each[column] <= now)
      .sort(([, a], [, b]) => (a[column] as Date).getTime() - (b[column] as Date).getTime())
      .slice(0, limit);

  return {
    lockBuyer: async () => {},
    findPending: async (userId, packageId) => {
      const mine = state.orders.filter(
        ({ order, attempt }) =>
          order.userId === userId &&
          order.terms.packageId === packageId &&
          order.status === 'pending' &&
          !attemptOf(attempt.intent.outTradeNo).quarantined,
      );
      return (mine.at(-1) ?? null) as PlacedOrder<PendingOrder> | null;
    },
    add: async (placed, event) => {
      const { id, placedAt, expiresAt } = placed.order;
      refuseDuplicate(state.attempts.has(placed.attempt.intent.outTradeNo), 'number of an attempt');
      state.orders.push(placed);
      state.attempts.set(placed.attempt.intent.outTradeNo, {
        ...{ orderId: id, expiresAt, pollCount: 0, lastCheckedAt: null, quarantined: false },
        nextPollAt: nextPollAt(0, expiresAt, placedAt),
        nextCloseAt: expiresAt,
      });
      state.events.push({ ...event, orderId: id });
    },
    find: async (id) => state.orders.find(({ order }) => order.id === id) ?? null,
    lock: async (outTradeNo) => state.orders.find(({ attempt }) => attempt.intent.outTradeNo === outTradeNo) ?? null,
    save: async (order, event) => {
      const pays = order.status === 'paid' ? order.transactionId : null;
      refuseDuplicate(
        state.orders.some(
          ({ order: each }) => each.id !== order.id && each.status === 'paid' && each.transactionId === pays,
        ),
        'transaction of an order',
      );
      state.orders = state.orders.map((each) => (each.order.id === order.id ? { ...each, order } : each));
      for (const attempt of state.attempts.values()) {
        if (attempt.orderId !== order.id) continue;
        Object.assign(
          attempt,
          order.status === 'paid' ? { nextPollAt: null, nextCloseAt: null } : { nextCloseAt: null },
        );
      }
      state.events.push({ ...event, orderId: order.id });
    },
    quarantine: async (outTradeNo, event) => {
      const attempt = attemptOf(outTradeNo);
      Object.assign(attempt, { quarantined: true, nextPollAt: null, nextCloseAt: null });
      const isKnown = state.events.some(
        ({ orderId, kind, detail }) =>
          orderId === attempt.orderId &&
          kind === event.kind &&
          detail['transactionId'] === event.detail['transactionId'],
      );
      if (!isKnown) state.events.push({ ...event, orderId: attempt.orderId });
    },
    history: async (id) => state.events.filter((each) => each.orderId === id).map(({ orderId: _, ...event }) => event),
    takeDuePolls: async (now, limit) =>
      due('nextPollAt', now, limit).map(([outTradeNo, { pollCount, expiresAt }]) => ({
        ...{ outTradeNo, pollCount, expiresAt },
      })),
    schedulePoll: async (outTradeNo, pollCount, at) => {
      Object.assign(attemptOf(outTradeNo), { pollCount, nextPollAt: at });
    },
    takeDueCloses: async (now, limit) => due('nextCloseAt', now, limit).map(([outTradeNo]) => outTradeNo),
    scheduleClose: async (outTradeNo, at) => {
      attemptOf(outTradeNo).nextCloseAt = at;
    },
    claimCheck: async (outTradeNo, now, intervalMs) => {
      const attempt = attemptOf(outTradeNo);
      if (attempt.lastCheckedAt && attempt.lastCheckedAt.getTime() > now.getTime() - intervalMs) return false;
      attempt.lastCheckedAt = now;
      return true;
    },
  };
}
