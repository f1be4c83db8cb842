import { isSettled, refundedFenOf } from '../../../src/domain/ordering/order.ts';
import type { Payment } from '../../../src/domain/ordering/payment-gateway.ts';
import type { BeijingDay } from '../../../src/domain/shared/beijing-time.ts';
import { expectBalancedBooks } from '../../support/books.ts';
import { dayInBeijing } from './own-calendar.ts';
import { DAY_MS } from './virtual-clock.ts';
import type { VirtualTrade } from './virtual-trade.ts';
import { DAYS, type World } from './world.ts';

/** When everything has come to its end: what WeChat has, and what we have, are the same. */
export async function judgeEnd(world: World): Promise<void> {
  judgeMoney(world);
  judgeBills(world);
  await judgeAccounts(world);
}

function judgeMoney(world: World): void {
  const { wechat, judge } = world;
  const { rows } = world.memory;
  for (const trade of wechat.trades.values()) {
    if (!trade.payment) continue;
    const order = rows.orders.find((each) => isSettled(each) && each.outTradeNo === trade.payment?.outTradeNo);
    const backFen = backFenOf(trade);
    if (order && isSettled(order)) {
      if (refundedFenOf(order) !== backFen)
        judge.accuse(`${backFen} fen have gone back, the order says ${refundedFenOf(order)}`);
    } else if (!isGivenBack(world, trade.payment)) judge.accuse(`a second payment has brought back ${backFen} fen`);
  }
  const open = rows.refunds.filter(({ refund: { status } }) => ['approved', 'processing', 'abnormal'].includes(status));
  for (const { refund } of open) judge.accuse(`refund ${refund.outRefundNo} is still ${refund.status}`);
}

const backFenOf = ({ refunds }: VirtualTrade): number =>
  refunds.filter(({ status }) => status === 'succeeded').reduce((sum, { request }) => sum + request.refundFen, 0);

/** Or WeChat has said that it cannot: then it is a person's. */
const isGivenBack = ({ memory: { rows } }: World, { transactionId, amountFen }: Payment): boolean =>
  rows.refunds.some(
    ({ refund: { payment, refundFen, status } }) =>
      payment.transactionId === transactionId &&
      refundFen === amountFen &&
      (status === 'succeeded' || status === 'failed'),
  );

/** Every day's bill was compared, and nothing is left that differs. */
function judgeBills({ memory: { rows }, judge, endMs }: World): void {
  const newest = new Map(rows.reconciliations.filter(({ end }) => end).map((each) => [each.day, each]));
  for (let ms = endMs - DAYS * DAY_MS; ms <= endMs; ms += DAY_MS) {
    const day = dayInBeijing(ms);
    if (!newest.has(day as BeijingDay)) judge.accuse(`the bill of ${day} was not compared`);
  }
  for (const { day, differences } of newest.values()) {
    const left = differences.filter(({ resolved }) => resolved === null);
    if (left.length > 0) judge.accuse(`the bill of ${day} differs: ${JSON.stringify(left[0])}`);
  }
}

async function judgeAccounts({ memory, judge }: World): Promise<void> {
  const accounts = new Set(memory.rows.entries.map(({ accountId }) => accountId));
  for (const account of accounts) {
    await memory
      .run(({ ledger, holds }) => expectBalancedBooks(ledger, account, holds))
      .catch((error: Error) => judge.accuse(`the books do not balance: ${error.message}`));
  }
}
