import { COUNTERS } from '../support/http/counters.ts';
import { sellEverythingEverywhere } from '../support/http/seeded-catalog.ts';
import type { TestSystem } from '../support/http/test-system.ts';
import { Dice } from './dice.ts';
import { counted, exactly, type Figure } from './figure.ts';
import { compareBooks, type Sale } from './settlement-books.ts';
import { minutesOfTheDay, type Plan, planFor, stepAfter } from './settlement-plan.ts';
import { severalAtOnce } from './several-at-once.ts';

type Deed = { readonly atMinute: number; readonly announces?: true; readonly run: () => Promise<unknown> };

const isAnnouncement = ({ announces }: Deed): boolean => announces === true;

const [PACKAGE, POINTS] = ['points-50', 600];
const AT_ONCE = 6;

/**
 * `orders` people order within an hour, through all gateways. Most pay in time, some at the very end or after the order was
 * closed, some never. Each payment is announced 1 to 50 times, shuffled, up to 24 hours late, before and after our own
 * polling and closing. In the end, what WeChat was paid, what is settled here and what was granted must be the same, each
 * once. Virtual time: here and at WeChat a day passes in minutes.
 */
export async function settlementCampaign(system: TestSystem, orders: number, seed: number): Promise<Figure[]> {
  await sellEverythingEverywhere(system.application);
  const dice = new Dice(seed);
  const sales: Sale[] = [];
  const tally = { delivered: 0, refused: 0 };
  const deeds: Deed[] = Array.from({ length: orders }, () => {
    const plan = planFor(dice);
    const place = async (): Promise<void> => {
      const person = await system.actors.aPerson();
      const order = await COUNTERS[plan.gateway].order(system, person, PACKAGE);
      const sale = { person, order, gateway: plan.gateway };
      sales.push(sale);
      later.push(...afterwards(system, sale, plan, tally));
    };
    return { atMinute: plan.placedAt, run: place };
  });
  const later: Deed[] = [];
  for (const minute of minutesOfTheDay()) {
    const due = [...deeds, ...later].filter(({ atMinute }) => atMinute <= minute);
    for (const list of [deeds, later]) list.splice(0, list.length, ...list.filter(({ atMinute }) => atMinute > minute));
    const sweepFirst = dice.chance(0.5);
    if (sweepFirst) await system.sweep();
    // A step may be long: what was paid within it is announced after it was paid.
    const [announcements, others] = [due.filter(isAnnouncement), due.filter((deed) => !isAnnouncement(deed))];
    for (const deeds of [others, announcements]) {
      await severalAtOnce(AT_ONCE, dice.shuffled(deeds), ({ run }) => run());
    }
    if (!sweepFirst) await system.sweep();
    await system.advance(60 * stepAfter(minute));
  }
  return [
    counted('notifications delivered', tally.delivered),
    exactly('notifications not confirmed', tally.refused, 0),
    ...(await compareBooks(system, sales, POINTS)),
  ];
}

type Tally = { delivered: number; refused: number };

function afterwards({ phone }: TestSystem, { person, order, gateway }: Sale, plan: Plan, tally: Tally): Deed[] {
  if (plan.paidAt === null) return [];
  const pay = () => COUNTERS[gateway].pay(phone, person, order.out_trade_no, { notify: false });
  const announce = async (): Promise<void> => {
    const statuses = await COUNTERS[gateway].announce(phone, order.out_trade_no);
    tally.delivered += statuses.length;
    tally.refused += statuses.filter((status) => status !== 204 && status !== 200).length;
  };
  return [
    { atMinute: plan.paidAt, run: pay },
    // Never in the minute of the payment: there is nothing to announce yet.
    ...plan.announcedAt.map((atMinute) => ({
      atMinute: Math.max(atMinute, (plan.paidAt ?? 0) + 1),
      announces: true as const,
      run: announce,
    })),
  ];
}
