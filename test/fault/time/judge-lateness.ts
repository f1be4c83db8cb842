import { isSettled } from '../../../src/domain/ordering/order.ts';
import type { Payment } from '../../../src/domain/ordering/payment-gateway.ts';
import type { Rows } from './due-work.ts';
import type { Accuse, ShadowBooks } from './shadow-books.ts';
import type { Troubles } from './troubles.ts';
import { HOUR_MS } from './virtual-clock.ts';
import type { VirtualWechat } from './virtual-wechat.ts';

/** When nothing is wrong, nothing may take longer. */
const PATIENCE_MS = 2 * HOUR_MS;

type Tools = {
  readonly troubles: Troubles;
  readonly wechat: VirtualWechat;
  readonly books: ShadowBooks;
  readonly accuse: Accuse;
};

/** What should have come to its end by now, because it was due in a calm time that has lasted long enough. */
export function judgeLateness({ troubles, wechat, books, accuse }: Tools, rows: Rows, nowMs: number): void {
  const isLate = (dueAt: Date): boolean => {
    const dueMs = dueAt.getTime();
    return nowMs - dueMs > PATIENCE_MS && troubles.wasCalm(nowMs - PATIENCE_MS, nowMs);
  };
  for (const { status, expiresAt } of rows.orders)
    if (status === 'pending' && isLate(expiresAt)) accuse('an order stays open');
  for (const payment of wechat.payments()) {
    if (isLate(payment.paidAt) && !isKnown(rows, payment))
      accuse(`payment ${payment.transactionId} is not granted, nor goes back`);
  }
  for (const { left, expiresMs, movedMs } of books.lots.values()) {
    // What was held, or frozen for a refund that failed, comes back into a lot that has ended.
    if (left > 0n && isLate(new Date(Math.max(expiresMs, movedMs)))) accuse('expired points are not written off');
  }
  for (const { state, expiresAt } of rows.holds) {
    if (state.kind === 'open' && isLate(expiresAt)) accuse('a hold does not end');
  }
  for (const { outcome, receivedAt } of rows.inbox)
    if (!outcome && isLate(receivedAt)) accuse('a notification is not handled');
}

const isKnown = ({ orders, refunds }: Rows, { transactionId }: Payment): boolean =>
  orders.some((order) => isSettled(order) && order.transactionId === transactionId) ||
  refunds.some(({ refund }) => refund.payment.transactionId === transactionId);
