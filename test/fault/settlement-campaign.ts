import type { Person, PlacedOrder } from '../support/http/actors.ts';
import type { TestSystem } from '../support/http/test-system.ts';
import { Dice } from './dice.ts';
import { counted, exactly, type Figure } from './figure.ts';
import { severalAtOnce } from './several-at-once.ts';

type Bought = { readonly person: Person; readonly order: PlacedOrder };
type Deed = { readonly atMinute: number; readonly announces?: true; readonly run: () => Promise<unknown> };

const isAnnouncement = ({ announces }: Deed): boolean => announces === true;

const POINTS = 600;
const PLACED_WITHIN_MINUTES = 60;
const DAY_MINUTES = 24 * 60;
const AT_ONCE = 6;

/**
 * `orders` people order within an hour. Most pay in time, some at the very end or after WeChat has closed the order, some
 * never. Each payment is announced 1 to 50 times, shuffled, up to 24 hours late, before and after our own polling and
 * closing. In the end, what WeChat was paid, what is settled here and what was granted must be the same, each once.
 * Virtual time: here and at WeChat a day passes in minutes.
 */
export async function settlementCampaign(system: TestSystem, orders: number, seed: number): Promise<Figure[]> {
  const dice = new Dice(seed);
  const bought: Bought[] = [];
  const tally = { paid: 0, delivered: 0, refusedDeliveries: 0 };
  const deeds: Deed[] = Array.from({ length: orders }, () => {
    const plan = planFor(dice);
    const place = async (): Promise<void> => {
      const person = await system.actors.aPerson();
      const order = await system.actors.anOrder(person);
      bought.push({ person, order });
      later.push(...afterwards(system, order, plan, tally));
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
    await system.advance(60 * (minute < FINE_UNTIL ? 1 : COARSE_STEP));
  }
  return compare(system, bought, tally);
}

type Plan = {
  readonly placedAt: number;
  /** Null: never. */
  readonly paidAt: number | null;
  readonly announcedAt: readonly number[];
};

function planFor(dice: Dice): Plan {
  const placedAt = dice.between(0, PLACED_WITHIN_MINUTES);
  const fate = dice.next();
  // The order closes after 30 minutes; whoever was typing the password then may still get through.
  const paidAfter = fate < 0.7 ? dice.between(0, 28) : fate < 0.85 ? dice.between(29, 35) : null;
  if (paidAfter === null) return { placedAt, paidAt: null, announcedAt: [] };
  const paidAt = placedAt + paidAfter;
  const delays = Array.from({ length: dice.between(1, 50) }, () =>
    dice.chance(0.5) ? dice.between(0, 10) : dice.between(0, DAY_MINUTES),
  );
  return { placedAt, paidAt, announcedAt: delays.map((delay) => paidAt + delay) };
}

type Tally = { paid: number; delivered: number; refusedDeliveries: number };

function afterwards(system: TestSystem, { out_trade_no: number }: PlacedOrder, plan: Plan, tally: Tally): Deed[] {
  if (plan.paidAt === null) return [];
  const pay = async (): Promise<void> => {
    await system.phone.pay(number, { notify: false, despite_close: true });
    tally.paid += 1;
  };
  const announce = async (): Promise<void> => {
    const statuses = await system.phone.deliver(number);
    tally.delivered += statuses.length;
    tally.refusedDeliveries += statuses.filter((status) => status !== 204).length;
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

const FINE_UNTIL = 110;
const COARSE_STEP = 30;

/** Every minute while orders are open, every half an hour for the rest of the day. */
function* minutesOfTheDay(): Generator<number> {
  const end = PLACED_WITHIN_MINUTES + 35 + DAY_MINUTES + 2 * COARSE_STEP;
  for (let minute = 0; minute <= end; minute += minute < FINE_UNTIL ? 1 : COARSE_STEP) yield minute;
}

async function compare(system: TestSystem, bought: readonly Bought[], tally: Tally): Promise<Figure[]> {
  const atWechat = new Set(
    (await system.phone.orders()).filter((order) => order.transaction_id !== null).map((order) => order.out_trade_no),
  );
  const seen = { settled: 0, granted: 0, wrong: 0 };
  await severalAtOnce(AT_ONCE, bought, async ({ person, order }) => {
    const { json } = await system.call(`/api/v1/orders/${order.id}`, { token: person.token });
    const balance = await system.actors.balanceOf(person);
    const isPaid = atWechat.has(order.out_trade_no);
    if (json.status === 'paid') seen.settled += 1;
    if (balance === POINTS) seen.granted += 1;
    const expected = isPaid ? ['paid', POINTS] : ['closed', 0];
    if (json.status !== expected[0] || balance !== expected[1]) seen.wrong += 1;
  });
  const grants = await system.knex('ledger.entries').where({ kind: 'grant' }).count();
  return [
    counted('orders placed', bought.length),
    counted('notifications delivered', tally.delivered),
    exactly('notifications not answered with 204', tally.refusedDeliveries, 0),
    counted('paid at WeChat', atWechat.size),
    exactly('settled here', seen.settled, atWechat.size),
    exactly('points granted in full', seen.granted, atWechat.size),
    exactly('grants in the ledger', Number(grants[0]?.['count']), atWechat.size),
    exactly('orders whose books disagree', seen.wrong, 0),
  ];
}
