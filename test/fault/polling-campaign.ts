import { GATEWAY_NAMES } from '../../src/domain/ordering/payment-channel.ts';
import type { Person } from '../support/http/actors.ts';
import { COUNTERS } from '../support/http/counters.ts';
import { sellEverythingEverywhere } from '../support/http/seeded-catalog.ts';
import type { TestSystem } from '../support/http/test-system.ts';
import { Dice } from './dice.ts';
import { atMost, counted, exactly, type Figure } from './figure.ts';
import { severalAtOnce } from './several-at-once.ts';

type Buyer = {
  readonly person: Person;
  readonly payAt: number;
  readonly pay: () => Promise<unknown>;
  credited: number | null;
};

const [PACKAGE, POINTS] = ['points-50', 600];
const PLACED_A_SECOND = 5;
const STEP_SECONDS = 1;
const PAID_WITHIN_SECONDS = 30;
const LIMIT_SECONDS = 60;
const AT_ONCE = 6;

/**
 * WeChat announces nothing. `orders` are placed through all gateways, a few every second, and each is paid within half a
 * minute; polling alone must credit it within 60 s of its payment. Virtual seconds: the clocks here and at WeChat are
 * moved, one second at a time.
 */
export async function pollingCampaign(system: TestSystem, orders: number, seed: number): Promise<Figure[]> {
  await sellEverythingEverywhere(system.application);
  const dice = new Dice(seed);
  const buyers: Buyer[] = [];
  const end = Math.ceil(orders / PLACED_A_SECOND) + PAID_WITHIN_SECONDS + LIMIT_SECONDS;
  for (let second = 0; second <= end; second += STEP_SECONDS) {
    // Not all at once before the first second: on a slow machine the first ones would be old when they are paid.
    const placing = Math.min(PLACED_A_SECOND, orders - buyers.length);
    await severalAtOnce(AT_ONCE, Array(placing).fill(null), async () => {
      buyers.push(await aBuyer(system, dice, second));
    });
    const paying = buyers.filter(({ payAt }) => payAt === second);
    await severalAtOnce(AT_ONCE, paying, ({ pay }) => pay());
    await system.sweep('poll-payments');
    const waiting = buyers.filter(({ payAt, credited }) => payAt <= second && credited === null);
    await severalAtOnce(AT_ONCE, waiting, async (buyer) => {
      if ((await system.actors.balanceOf(buyer.person)) === POINTS) buyer.credited = second - buyer.payAt;
    });
    await system.advance(STEP_SECONDS);
  }
  const delays = buyers.flatMap(({ credited }) => (credited === null ? [] : [credited])).sort((a, b) => a - b);
  return [
    counted('orders paid, none announced', buyers.length),
    exactly('credited by polling', delays.length, orders),
    counted('median time to credit', delays[Math.floor(delays.length / 2)] ?? 0, 'virtual s'),
    atMost('longest time to credit', delays.at(-1) ?? Number.POSITIVE_INFINITY, LIMIT_SECONDS, 'virtual s'),
  ];
}

async function aBuyer(system: TestSystem, dice: Dice, now: number): Promise<Buyer> {
  const counter = COUNTERS[dice.pick(GATEWAY_NAMES)];
  const payAt = now + dice.between(0, PAID_WITHIN_SECONDS);
  const person = await system.actors.aPerson();
  const { out_trade_no } = await counter.order(system, person, PACKAGE);
  const pay = () => counter.pay(system.phone, person, out_trade_no, { notify: false });
  return { person, pay, payAt, credited: null };
}
