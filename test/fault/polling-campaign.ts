import { GATEWAY_NAMES } from '../../src/domain/ordering/payment-channel.ts';
import type { Person } from '../support/http/actors.ts';
import { COUNTERS } from '../support/http/counters.ts';
import { sellEverythingEverywhere } from '../support/http/seeded-catalog.ts';
import type { TestSystem } from '../support/http/test-system.ts';
import { Dice } from './dice.ts';
import { atMost, counted, exactly, type Figure } from './figure.ts';
import { severalAtOnce } from './several-at-once.ts';

const [PACKAGE, POINTS] = ['points-50', 600];
const STEP_SECONDS = 1;
const LIMIT_SECONDS = 60;
const AT_ONCE = 6;

type Buyer = {
  readonly person: Person;
  readonly payAt: number;
  readonly pay: () => Promise<unknown>;
  credited: number | null;
};

/**
 * WeChat announces nothing. `orders` are placed through all gateways, and paid within the first half minute; polling alone must credit each
 * within 60 s of its payment. Virtual seconds: the clocks here and at WeChat are moved, one second at a time.
 */
export async function pollingCampaign(system: TestSystem, orders: number, seed: number): Promise<Figure[]> {
  await sellEverythingEverywhere(system.application);
  const dice = new Dice(seed);
  const buyers: Buyer[] = [];
  await severalAtOnce(AT_ONCE, Array(orders).fill(null), async () => {
    const counter = COUNTERS[dice.pick(GATEWAY_NAMES)];
    const person = await system.actors.aPerson();
    const { out_trade_no } = await counter.order(system, person, PACKAGE);
    const pay = () => counter.pay(system.phone, person, out_trade_no, { notify: false });
    buyers.push({ person, pay, payAt: dice.between(0, 30), credited: null });
  });
  for (let second = 0; second <= 30 + LIMIT_SECONDS; second += STEP_SECONDS) {
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
    counted('orders paid, none announced', orders),
    exactly('credited by polling', delays.length, orders),
    counted('median time to credit', delays[Math.floor(delays.length / 2)] ?? 0, 'virtual s'),
    atMost('longest time to credit', delays.at(-1) ?? Number.POSITIVE_INFINITY, LIMIT_SECONDS, 'virtual s'),
  ];
}
