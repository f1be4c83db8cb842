import { setTimeout as delay } from 'node:timers/promises';
import type { UnitOfWork } from '../../application/shared/unit-of-work.ts';
import { totalPoints } from '../../domain/ordering/settlement.ts';
import { accountOf, type OutTradeNo } from '../../domain/shared/ids.ts';
import { callJson } from './call-json.ts';
import type { SimulatedOrder } from './phone.ts';

type Books = UnitOfWork<'orders' | 'ledger'>;
export type Comparison = { readonly payments: number; readonly differences: readonly string[] };

const PATIENCE_MS = 60_000;

/**
 * Every payment at WeChat must be a paid order here whose points were granted once. Waits for what is still under way,
 * such as payments of a run that was killed.
 */
export async function compareBooks(simulatorUrl: string, uow: Books): Promise<Comparison> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const comparison = await compareOnce(simulatorUrl, uow);
    if (comparison.differences.length === 0 || Date.now() > giveUpAt) return comparison;
    await delay(250);
  }
}

async function compareOnce(simulatorUrl: string, uow: Books): Promise<Comparison> {
  const { orders } = await callJson<{ orders: SimulatedOrder[] }>(`${simulatorUrl}/_control/orders`);
  const paid = orders.filter((order) => order.trade_state === 'SUCCESS');
  const found = await Promise.all(paid.map((order) => differenceOf(order, uow)));
  return { payments: paid.length, differences: found.filter((difference) => difference !== null) };
}

async function differenceOf(paid: SimulatedOrder, uow: Books): Promise<string | null> {
  return uow.run(async ({ orders, ledger }) => {
    const ours = await orders.lock(paid.out_trade_no as OutTradeNo);
    if (!ours) return `${paid.out_trade_no}: paid at WeChat, unknown here`;
    const { order } = ours;
    if (order.status !== 'paid') return `${paid.out_trade_no}: paid at WeChat, ${order.status} here`;
    const entries = await ledger.listEntries(accountOf(order.userId));
    const granted = entries.filter((entry) => entry.causeId === order.id).reduce((all, { change }) => all + change, 0n);
    const due = totalPoints(order);
    return granted === due ? null : `${paid.out_trade_no}: ${due} points due, ${granted} granted`;
  });
}
