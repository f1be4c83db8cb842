import type { AcceptedRefund, ApprovedRefund, OpenRefund, Refund } from '../../domain/ordering/refund.ts';
import { firstTryAt } from '../../domain/ordering/refund-schedule.ts';
import type { Refunds } from '../../domain/ordering/refunds.ts';
import type { MemoryState, StoredRefund } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

export function memoryRefunds(state: MemoryState): Refunds {
  const find = (isWanted: (refund: Refund) => boolean): Refund | null =>
    state.refunds.find(({ refund }) => isWanted(refund))?.refund ?? null;
  const replace = (id: Refund['id'], change: Partial<StoredRefund>): void => {
    state.refunds = state.refunds.map((each) => (each.refund.id === id ? { ...each, ...change } : each));
  };
  const due = <State extends OpenRefund>(isWanted: (refund: Refund) => refund is State, now: Date, limit: number) =>
    state.refunds
      .flatMap(({ refund, tries, nextTryAt }) =>
        isWanted(refund) && nextTryAt && nextTryAt <= now ? [{ refund, tries, nextTryAt }] : [],
      )
      .sort((a, b) => a.nextTryAt.getTime() - b.nextTryAt.getTime())
      .slice(0, limit)
      .map(({ refund, tries }) => ({ refund, tries }));

  return {
    add: async ({ refund, requestKey }, event) => {
      refuseSecond(state, refund, requestKey);
      state.refunds.push({ refund, requestKey, tries: 0, nextTryAt: firstTryAt(refund) });
      state.events.push({ ...event, orderId: refund.orderId });
    },
    find: async (id) => find((refund) => refund.id === id),
    findByOutRefundNo: async (outRefundNo) => find((refund) => refund.outRefundNo === outRefundNo),
    findByRequestKey: async (orderId, key) =>
      state.refunds.find(({ refund, requestKey }) => refund.orderId === orderId && requestKey === key)?.refund ?? null,
    lock: async (outRefundNo) => find((refund) => refund.outRefundNo === outRefundNo),
    save: async (refund, event) => {
      replace(refund.id, { refund, tries: 0, nextTryAt: firstTryAt(refund) });
      if (event) state.events.push({ ...event, orderId: refund.orderId });
    },
    keepRequest: async (id, frozen) => {
      const kept = find((refund) => refund.id === id);
      if (kept?.status === 'approved') replace(id, { refund: { ...kept, frozen } });
    },
    numbersOf: async (ids) => {
      const found = state.refunds.filter(({ refund }) => ids.includes(refund.id));
      return new Map(found.map(({ refund }) => [refund.id, refund.outRefundNo]));
    },
    listOf: async (orderId) =>
      state.refunds
        .map(({ refund }) => refund)
        .filter((refund) => refund.orderId === orderId)
        .sort(byAge),
    list: async ({ status, orderId, limit }) =>
      state.refunds
        .map(({ refund }) => refund)
        .filter(
          (refund) => (status ?? refund.status) === refund.status && (orderId ?? refund.orderId) === refund.orderId,
        )
        .sort((a, b) => byAge(b, a))
        .slice(0, limit),
    takeDueSends: async (now, limit) => due(isApproved, now, limit),
    takeDuePolls: async (now, limit) => due(isAccepted, now, limit),
    schedule: async (id, tries, at) => {
      if (state.refunds.find(({ refund }) => refund.id === id)?.nextTryAt) replace(id, { tries, nextTryAt: at });
    },
    postpone: async (id, from, to) => {
      const isSo = state.refunds.find(({ refund }) => refund.id === id)?.nextTryAt?.getTime() === from.getTime();
      if (isSo) replace(id, { nextTryAt: to });
    },
  };
}

const isApproved = (refund: Refund): refund is ApprovedRefund => refund.status === 'approved';
const isAccepted = (refund: Refund): refund is AcceptedRefund =>
  refund.status === 'processing' || refund.status === 'abnormal';

const byAge = (a: Refund, b: Refund): number =>
  a.requestedAt.getTime() - b.requestedAt.getTime() || (a.id < b.id ? -1 : 1);

/** The unique keys of the table. */
function refuseSecond({ refunds }: MemoryState, added: Refund, key: string | null): void {
  for (const { refund, requestKey } of refunds) {
    refuseDuplicate(refund.id === added.id || refund.outRefundNo === added.outRefundNo, 'number of a refund');
    refuseDuplicate(key !== null && requestKey === key && refund.orderId === added.orderId, 'key of a refund');
    const areDuplicates = refund.origin === 'duplicate_payment' && added.origin === 'duplicate_payment';
    const isSamePayment = refund.payment.transactionId === added.payment.transactionId;
    refuseDuplicate(areDuplicates && isSamePayment, 'refund of a second payment');
  }
}
