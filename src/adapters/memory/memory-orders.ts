import { isSettled, type PendingOrder } from '../../domain/ordering/order.ts';
import type { Orders } from '../../domain/ordering/orders.ts';
import { nextPollAt } from '../../domain/ordering/payment-attempt.ts';
import { fen } from '../../domain/shared/fen.ts';
import type { OrderId, OutTradeNo } from '../../domain/shared/ids.ts';
import type { MemoryState, StoredAttempt } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

export function memoryOrders(state: MemoryState): Orders {
  const attemptOf = (outTradeNo: OutTradeNo): StoredAttempt => state.attempts.get(outTradeNo) as StoredAttempt;
  const change = (outTradeNo: OutTradeNo, to: Partial<StoredAttempt>): void => {
    const known = state.attempts.get(outTradeNo);
    if (known) state.attempts.set(outTradeNo, { ...known, ...to });
  };
  const attemptsOf = (orderId: OrderId) => [...state.attempts.values()].filter((each) => each.orderId === orderId);
  const orderOf = (id: OrderId) => state.orders.find((order) => order.id === id) ?? null;
  const isOpen = (attempt: StoredAttempt): boolean => !attempt.endedAt && !attempt.setAsideAt;
  const hasOpenAttempt = (id: OrderId): boolean => attemptsOf(id).some(isOpen);
  const due = (column: 'nextPollAt' | 'nextCloseAt', now: Date, limit: number) =>
    [...state.attempts]
      .filter(([, each]) => each[column] !== null && each[column] <= now)
      .sort(([, a], [, b]) => (a[column] as Date).getTime() - (b[column] as Date).getTime())
      .slice(0, limit);
  const addAttempt: Orders['addAttempt'] = async (attempt, event) => {
    const { outTradeNo, expiresAt } = attempt.intent;
    refuseDuplicate(state.attempts.has(outTradeNo), 'number of an attempt');
    state.attempts.set(outTradeNo, {
      ...{ orderId: attempt.orderId, attempt, pollCount: 0, lastCheckedAt: null, setAsideAt: null, endedAt: null },
      nextPollAt: nextPollAt(0, expiresAt, event.at),
      nextCloseAt: expiresAt,
      payableUntil: expiresAt,
    });
    state.events.push({ ...event, orderId: attempt.orderId });
  };

  return {
    lockBuyer: async () => {},
    findPending: async (userId, packageId) => {
      const order = state.orders.findLast(
        (each) =>
          each.userId === userId &&
          each.terms.packageId === packageId &&
          each.status === 'pending' &&
          !attemptsOf(each.id).some(({ setAsideAt }) => setAsideAt),
      );
      if (!order) return null;
      const open = attemptsOf(order.id).findLast(({ endedAt }) => !endedAt);
      return { order: order as PendingOrder, attempt: open?.attempt ?? null };
    },
    countsOf: async (userId) => {
      const mine = state.orders.filter((order) => order.userId === userId);
      return { placed: mine.length, pending: mine.filter(({ status }) => status === 'pending').length };
    },
    isFirstPurchase: async (userId, except) =>
      !state.orders.some(
        (order) =>
          order.userId === userId &&
          (isSettled(order) ||
            (order.status === 'pending' &&
              order.terms.packageId !== except &&
              order.terms.promotions.some(({ firstPurchaseOnly }) => firstPurchaseOnly))),
      ),
    affairsOf: async (userId) => {
      const mine = state.orders.filter((order) => order.userId === userId);
      const unpaid = mine.filter((order) => !isSettled(order));
      const waits = ({ id, status }: (typeof mine)[number]) => status === 'pending' && hasOpenAttempt(id);
      const isAsked = ({ id }: (typeof mine)[number]) => attemptsOf(id).some(({ nextPollAt: at }) => at !== null);
      return {
        waiting: unpaid.filter(waits).length,
        payable: unpaid.filter((order) => waits(order) || isAsked(order)).length,
        setAside: unpaid.filter(({ id }) => attemptsOf(id).some(({ setAsideAt }) => setAsideAt)).length,
        hasPaid: mine.length > unpaid.length,
      };
    },
    spendingOf: async (userId, since) => {
      const mine = state.orders.filter((order) => order.userId === userId);
      const open = mine.filter(({ id, status }) => status === 'pending' && hasOpenAttempt(id));
      const paid = mine.filter((order) => isSettled(order) && order.settledAt >= since);
      const total = (orders: typeof mine) => fen(orders.reduce((sum, { terms }) => sum + terms.amountFen, 0));
      return { openOrders: open.length, openFen: total(open), paidFen: total(paid) };
    },
    add: async ({ order, attempt }, event) => {
      state.orders.push(order);
      await addAttempt(attempt, event);
    },
    addAttempt,
    find: async (id) => {
      const order = orderOf(id);
      const newest = attemptsOf(id).at(-1);
      return order && newest ? { order, attempt: newest.attempt } : null;
    },
    listOf: async (userId, { after, limit, status }) => {
      const all = state.orders
        .filter((order) => order.userId === userId)
        .sort((a, b) => b.placedAt.getTime() - a.placedAt.getTime() || (a.id < b.id ? 1 : -1));
      const following = after === null ? all : all.slice(all.findIndex(({ id }) => id === after) + 1);
      return following
        .filter((order) => status === null || order.status === status)
        .slice(0, limit)
        .map((order) => ({ order, attempt: (attemptsOf(order.id).at(-1) as StoredAttempt).attempt }));
    },
    findAttempt: async (outTradeNo) => state.attempts.get(outTradeNo)?.attempt ?? null,
    lock: async (outTradeNo) => {
      const attempt = state.attempts.get(outTradeNo)?.attempt;
      const order = attempt && orderOf(attempt.orderId);
      return attempt && order ? { order, attempt } : null;
    },
    save: async (order, event) => {
      const pays = isSettled(order) ? order.transactionId : null;
      refuseDuplicate(
        state.orders.some((each) => each.id !== order.id && isSettled(each) && each.transactionId === pays),
        'transaction of an order',
      );
      state.orders = state.orders.map((each) => (each.id === order.id ? order : each));
      for (const stored of attemptsOf(order.id)) {
        const { outTradeNo } = stored.attempt.intent;
        if (order.status === 'closed') change(outTradeNo, { nextCloseAt: null });
        if (order.status !== 'paid') continue;
        const isPaying = outTradeNo === order.outTradeNo;
        if (isPaying) change(outTradeNo, { nextPollAt: null });
        change(outTradeNo, { nextCloseAt: isPaying || !isOpen(stored) ? null : event.at });
      }
      state.events.push({ ...event, orderId: order.id });
    },
    endAttempt: async (outTradeNo, closeAgainAt, event) => {
      const { orderId, endedAt } = attemptOf(outTradeNo);
      if (!endedAt) state.events.push({ ...event, orderId });
      change(outTradeNo, { nextCloseAt: closeAgainAt, endedAt: endedAt ?? event.at });
    },
    askUntil: async (outTradeNo, goneAt, now) => {
      const { setAsideAt, nextPollAt, payableUntil } = attemptOf(outTradeNo);
      if (setAsideAt) return;
      change(outTradeNo, {
        nextPollAt: nextPollAt ?? now,
        payableUntil: payableUntil < goneAt ? goneAt : payableUntil,
      });
    },
    hasOpenAttempt: async (orderId) => hasOpenAttempt(orderId),
    quarantine: async (outTradeNo, event) => {
      const attempt = attemptOf(outTradeNo);
      change(outTradeNo, { setAsideAt: attempt.setAsideAt ?? event.at, nextPollAt: null, nextCloseAt: null });
      const isKnown = state.events.some(
        ({ orderId, kind, detail }) =>
          orderId === attempt.orderId &&
          kind === event.kind &&
          detail['transactionId'] === event.detail['transactionId'],
      );
      if (!isKnown) state.events.push({ ...event, orderId: attempt.orderId });
    },
    stopAsking: async (outTradeNo) => change(outTradeNo, { nextPollAt: null, nextCloseAt: null }),
    statesOf: async (ids) =>
      new Map(state.orders.filter(({ id }) => ids.includes(id)).map(({ id, status }) => [id, status])),
    numbersOf: async (ids) => {
      const paid = state.orders.filter(isSettled).filter(({ id }) => ids.includes(id));
      return new Map(paid.map(({ id, outTradeNo }) => [id, outTradeNo]));
    },
    history: async (id) => state.events.filter((each) => each.orderId === id).map(({ orderId: _, ...event }) => event),
    takeDuePolls: async (now, limit) =>
      due('nextPollAt', now, limit).map(([outTradeNo, { pollCount, payableUntil }]) => ({
        ...{ outTradeNo, pollCount, expiresAt: payableUntil },
      })),
    schedulePoll: async (outTradeNo, pollCount, at) => change(outTradeNo, { pollCount, nextPollAt: at }),
    postponePoll: async (outTradeNo, from, to) => {
      if (attemptOf(outTradeNo).nextPollAt?.getTime() === from.getTime()) change(outTradeNo, { nextPollAt: to });
    },
    takeDueCloses: async (now, limit) => due('nextCloseAt', now, limit).map(([outTradeNo]) => outTradeNo),
    scheduleClose: async (outTradeNo, at) => change(outTradeNo, { nextCloseAt: at }),
    claimCheck: async (outTradeNo, now, intervalMs) => {
      const attempt = attemptOf(outTradeNo);
      if (attempt.lastCheckedAt && attempt.lastCheckedAt.getTime() > now.getTime() - intervalMs) return false;
      change(outTradeNo, { lastCheckedAt: now });
      return true;
    },
  };
}
