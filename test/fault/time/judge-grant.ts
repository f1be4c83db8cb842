import type { Entry } from '../../../src/domain/ledger/entry.ts';
import { isSettled, type Order } from '../../../src/domain/ordering/order.ts';
import { endOf } from './own-calendar.ts';
import type { Accuse, ShadowBooks } from './shadow-books.ts';
import type { VirtualWechat } from './virtual-wechat.ts';

type Tools = { readonly accuse: Accuse; readonly books: ShadowBooks; readonly wechat: VirtualWechat };

/** Points come from a payment that WeChat has, as many as were sold, and end on the day that was promised. */
export function judgeGrant(
  { accuse, books, wechat }: Tools,
  order: Order | undefined,
  lines: readonly Entry[],
  atMs: number,
): void {
  if (!order || !isSettled(order)) return accuse('points are granted that nobody has paid for');
  const payment = wechat.trades.get(order.outTradeNo)?.payment;
  if (payment?.transactionId !== order.transactionId) accuse('WeChat knows of no such payment');
  if (payment?.amountFen !== order.terms.amountFen) accuse('something else was paid than agreed');
  const { points, bonusPoints, validity } = order.terms;
  const granted = lines.reduce((sum, { change }) => sum + change, 0n);
  if (granted !== points + bonusPoints) accuse(`${granted} points are granted of ${points + bonusPoints}`);
  const endMs = endOf(validity, atMs);
  for (const { lotId } of lines) {
    const lot = books.lots.get(lotId);
    if (lot?.expiresMs === endMs) continue;
    accuse(`points end at ${new Date(lot?.expiresMs ?? 0).toISOString()} instead of ${new Date(endMs).toISOString()}`);
  }
}
