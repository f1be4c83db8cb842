import { isSettled } from '../../domain/ordering/order.ts';
import { DOUBTS, type Doubt, type ListedOrder, type OrderRecords } from '../../domain/ordering/order-records.ts';
import type { InboxSubject } from '../../domain/ordering/payment-inbox.ts';
import type { OrderId, OutTradeNo } from '../../domain/shared/ids.ts';
import type { MemoryState, StoredAttempt } from './memory-state.ts';

export function memoryOrderRecords(state: MemoryState): OrderRecords {
  const attemptsOf = (id: OrderId) => [...state.attempts.values()].filter(({ orderId }) => orderId === id);
  const doubtsOf = (id: OrderId): Doubt[] => {
    const kinds = new Set<string>(state.events.filter(({ orderId }) => orderId === id).map(({ kind }) => kind));
    return DOUBTS.filter((doubt) => kinds.has(doubt));
  };
  return {
    list: async ({ status, userId, packageCode, from, to, inDoubt }, { after, limit }) =>
      state.orders
        .filter((order) => (status ?? order.status) === order.status && (userId ?? order.userId) === order.userId)
        .filter(({ terms }) => (packageCode ?? terms.packageCode) === terms.packageCode)
        .filter(({ placedAt }) => (!from || placedAt >= from) && (!to || placedAt < to))
        .filter(({ id }) => !inDoubt || doubtsOf(id).length > 0)
        .filter(({ id }) => after === null || id < after)
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit)
        .map((order): ListedOrder => {
          const { attempt } = attemptsOf(order.id).at(-1) as StoredAttempt;
          return { order, attempt, doubts: doubtsOf(order.id) };
        }),
    findByNumber: async (number) => {
      const paid = state.orders.find((order) => isSettled(order) && order.transactionId === number);
      const refund = state.refunds.find(({ refund: { outRefundNo, payment, origin } }) => {
        const isSecond = origin === 'duplicate_payment' && payment.transactionId === number;
        return outRefundNo === number || isSecond;
      });
      const setAside = state.events.find(
        ({ orderId, detail }) =>
          detail['transactionId'] === number && attemptsOf(orderId).some(({ setAsideAt }) => setAsideAt !== null),
      );
      const attempt = state.attempts.get(number as OutTradeNo);
      return attempt?.orderId ?? paid?.id ?? refund?.refund.orderId ?? setAside?.orderId ?? null;
    },
    attemptsOf: async (id) =>
      attemptsOf(id).map(({ attempt, pollCount, nextPollAt, nextCloseAt, ...stored }) => ({
        ...{ attempt, polls: pollCount, nextPollAt, nextCloseAt },
        ...{ checkedAt: stored.lastCheckedAt, endedAt: stored.endedAt, setAsideAt: stored.setAsideAt },
      })),
    notificationsOf: async (outTradeNos) =>
      state.inbox
        .filter(({ subject }) => outTradeNos.includes(numberIn(subject) as OutTradeNo))
        .sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime() || compare(a.notificationId, b.notificationId))
        .map(({ content: _, nextTryAt, ...entry }) => ({ ...entry, nextTryAt: entry.outcome ? null : nextTryAt })),
    reportsOf: async (outTradeNos) =>
      [...state.deliveries.values()]
        .filter(({ report }) => outTradeNos.includes(report.outTradeNo))
        .map(({ report, nextReportAt, end, endedAt }) => ({
          ...{ ...report, state: end?.state ?? 'pending', reason: end?.state === 'refused' ? end.reason : null },
          ...{ nextReportAt: end ? null : nextReportAt, endedAt },
        })),
    refundSchedulesOf: async (orderId) =>
      state.refunds
        .filter(({ refund }) => refund.orderId === orderId)
        .flatMap(({ refund: { id }, tries, nextTryAt }) => (nextTryAt ? [{ refundId: id, tries, nextTryAt }] : [])),
  };
}

function numberIn(subject: InboxSubject): OutTradeNo | null {
  switch (subject.kind) {
    case 'payment':
      return subject.payment.outTradeNo;
    case 'refund':
      return subject.refund.outTradeNo;
    case 'hint':
      return subject.outTradeNo;
    case 'other':
      return null;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : 1);
