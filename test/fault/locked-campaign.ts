import { setTimeout as delay } from 'node:timers/promises';
import type { Person, PlacedOrder } from '../support/http/actors.ts';
import type { TestSystem } from '../support/http/test-system.ts';
import { atMost, counted, exactly, type Figure } from './figure.ts';

type Payment = { readonly person: Person; readonly order: PlacedOrder };
const POINTS = 600;

/**
 * The whole ledger is locked for `lockedMs` while WeChat announces payments, two at a time, each several times over, and
 * the buyers look at their balances. Every announcement must be answered with 204 within a second.
 */
export async function lockedCampaign(system: TestSystem, payments: number, lockedMs: number): Promise<Figure[]> {
  const paid: Payment[] = [];
  for (let made = 0; made < payments; made++) {
    const person = await system.actors.aPerson();
    const order = await system.actors.anOrder(person);
    await system.phone.pay(order.out_trade_no, { notify: false });
    paid.push({ person, order });
  }
  const { tookMs, refused } = await announceWhileLocked(system, paid, lockedMs);
  // What was stored is handled at its next try, which may be some minutes off.
  await system.advance(600);
  await system.sweep('handle-notifications');
  let credited = 0;
  for (const { person } of paid) if ((await system.actors.balanceOf(person)) === POINTS) credited += 1;
  return [
    counted('ledger locked for', lockedMs / 1_000, 's'),
    counted('announcements meanwhile', tookMs.length),
    exactly('announcements not answered with 204', refused, 0),
    atMost('slowest answer', Math.ceil(Math.max(...tookMs)), 1_000, 'ms'),
    exactly('payments credited afterwards, each once', credited, payments),
  ];
}

async function announceWhileLocked(system: TestSystem, paid: readonly Payment[], lockedMs: number) {
  const tookMs: number[] = [];
  let refused = 0;
  const announce = async ({ person, order }: Payment): Promise<void> => {
    // Whoever looks at his balance takes up a connection too, and gets nothing.
    void system.call('/api/v1/balance', { token: person.token });
    const begun = performance.now();
    const [status] = await system.phone.deliver(order.out_trade_no);
    tookMs.push(performance.now() - begun);
    if (status !== 204) refused += 1;
  };
  await system.knex.transaction(async (lock) => {
    await lock.raw('lock table ledger.accounts, ledger.lots in access exclusive mode');
    const until = Date.now() + lockedMs;
    const inTurn = async (): Promise<void> => {
      for (let next = 0; next < paid.length || Date.now() < until - 1_000; next++) {
        await announce(paid[next % paid.length] as Payment);
        await delay(20);
      }
    };
    await Promise.all([inTurn(), inTurn(), delay(lockedMs)]);
  });
  return { tookMs, refused };
}
