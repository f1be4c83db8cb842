import { parseId } from '../../../src/adapters/http/public-id.ts';
import { GATEWAY_NAMES } from '../../../src/domain/ordering/payment-channel.ts';
import { beijingDayOf } from '../../../src/domain/shared/beijing-time.ts';
import type { OrderId } from '../../../src/domain/shared/ids.ts';
import { COUNTERS } from '../../support/http/counters.ts';
import { beijing } from '../../support/instants.ts';
import type { Dice } from '../dice.ts';
import type { Sale } from '../settlement-books.ts';
import type { HurtfulShop } from './hurtful-shop.ts';

export const [PACKAGE, POINTS] = ['points-50', 600];
const TRIES = 4;
/** The step before the orders expire. */
const LAST_TO_PAY = 6;
const LONG_ENOUGH_SECONDS = [10, 30, 60, 120, 300, 600, 3_600, 5_400, 600, 600, 600, 600];

/** `paidAt`: which step of the hours that follow; null: never. */
export type Purchase = Sale & { readonly paidAt: number | null; readonly isTold: boolean };
export type Placed = { readonly purchases: Purchase[]; readonly otherAnswers: number };

/** Everybody orders over the bad network, again where it did not work; most will pay, and WeChat tells of half of that. */
export async function placeOrders(shop: HurtfulShop, size: number, dice: Dice): Promise<Placed> {
  const { system } = shop;
  const purchases: Purchase[] = [];
  let otherAnswers = 0;
  for (let nth = 0; nth < size; nth++) {
    const gateway = dice.pick(GATEWAY_NAMES);
    const person = await system.actors.aPerson();
    const place = () => COUNTERS[gateway].order(system, person, PACKAGE);
    let order = null;
    for (let tries = 0; !order && tries < TRIES; tries++) {
      order = await shop.whileHurt(place).catch((error: Error) => {
        if (!error.message.includes('answered 503')) otherAnswers += 1;
        return null;
      });
    }
    order ??= await place();
    const paidAt = dice.chance(0.85) ? dice.between(0, LAST_TO_PAY) : null;
    purchases.push({ person, order, gateway, paidAt, isTold: dice.chance(0.3) });
  }
  return { purchases, otherAnswers };
}

/** Hours of polling and closing over the bad network, then as long over a good one. Gives how many paid orders were ever closed. */
export async function letThemSettle(shop: HurtfulShop, purchases: readonly Purchase[]): Promise<number> {
  const closed = new Set<string>();
  const sweeps = async () => {
    for (const name of ['handle-notifications', 'poll-payments', 'close-expired-orders']) await shop.system.sweep(name);
  };
  for (const [step, seconds] of LONG_ENOUGH_SECONDS.entries()) {
    await pay(
      shop,
      purchases.filter(({ paidAt }) => paidAt === step),
    );
    await shop.system.advance(seconds);
    await shop.whileHurt(sweeps);
    for (const id of await paidButClosed(shop, purchases)) closed.add(id);
  }
  for (const seconds of LONG_ENOUGH_SECONDS) {
    await shop.system.advance(seconds);
    await sweeps();
  }
  return closed.size;
}

const EXPIRY_SECONDS = 3 * 3_600;

/** Paid, and nothing gets through until long after the orders have expired. Gives them, and how many were closed. */
export async function expireWhileCut(
  shop: HurtfulShop,
  size: number,
): Promise<{ purchases: Purchase[]; closed: number }> {
  const { system } = shop;
  const purchases: Purchase[] = [];
  for (let nth = 0; nth < size; nth++) {
    const person = await system.actors.aPerson();
    const order = await COUNTERS.jsapi.order(system, person, PACKAGE);
    purchases.push({ person, order, gateway: 'jsapi', paidAt: 0, isTold: false });
  }
  await pay(shop, purchases);
  await system.advance(EXPIRY_SECONDS);
  await shop.whileCut(async () => {
    for (const name of ['poll-payments', 'close-expired-orders']) await system.sweep(name);
  });
  return { purchases, closed: (await paidButClosed(shop, purchases)).length };
}

async function pay({ system: { phone } }: HurtfulShop, purchases: readonly Purchase[]): Promise<void> {
  for (const { gateway, person, order, isTold } of purchases) {
    await COUNTERS[gateway].pay(phone, person, order.out_trade_no, { notify: false });
    if (isTold) await COUNTERS[gateway].announce(phone, order.out_trade_no);
  }
}

async function paidButClosed({ system }: HurtfulShop, purchases: readonly Purchase[]): Promise<string[]> {
  const paid = new Set(
    purchases.filter(({ paidAt }) => paidAt !== null).map(({ order }) => order.id.slice('ord_'.length)),
  );
  const closed: string[] = await system.knex('ordering.orders').where({ status: 'closed' }).pluck('id');
  return closed.filter((id) => paid.has(id.replaceAll('-', '')));
}

/** A third of what was paid goes back, over the bad network and then a good one. Gives how many refunds there are. */
export async function giveSomeBack(shop: HurtfulShop, purchases: readonly Purchase[], dice: Dice): Promise<number> {
  const { application, phone, advance, sweep } = shop.system;
  await phone.refundPlan({ delay_seconds: 5, outcome: 'SUCCESS', refuse: null, notify: false });
  const chosen = purchases.filter(({ paidAt }) => paidAt !== null && dice.chance(0.34));
  for (const { order } of chosen) {
    const of = { orderId: parseId<OrderId>('ord', order.id) as OrderId };
    await application.requestRefund({ of, refundFen: 'all', reason: '演练', operator: 'a', requestKey: order.id });
  }
  const sweeps = async () => {
    await sweep('send-refunds');
    await sweep('poll-refunds');
  };
  for (const seconds of LONG_ENOUGH_SECONDS) {
    await shop.whileHurt(sweeps);
    await advance(seconds);
  }
  for (const seconds of LONG_ENOUGH_SECONDS) {
    await sweeps();
    await advance(seconds);
  }
  return chosen.length;
}

/** The bills of the days, over the bad network and then a good one. */
export async function readBills({ system, whileHurt }: Pick<HurtfulShop, 'system' | 'whileHurt'>): Promise<void> {
  const now = await system.phone.advance(0);
  const morning = beijing(`${beijingDayOf(new Date(now.getTime() + 86_400_000))} 10:31`);
  await system.advance((morning.getTime() - now.getTime()) / 1_000);
  for (let times = 0; times < 6; times++) {
    await whileHurt(() => system.sweep('reconcile-bills'));
    await system.advance(3_600);
  }
  for (let times = 0; times < 3; times++) {
    await system.sweep('reconcile-bills');
    await system.advance(3_600);
  }
}
