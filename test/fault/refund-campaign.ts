import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { parseId } from '../../src/adapters/http/public-id.ts';
import { GATEWAY_NAMES, type GatewayName } from '../../src/domain/ordering/payment-channel.ts';
import { type Fen, fen } from '../../src/domain/shared/fen.ts';
import type { OrderId } from '../../src/domain/shared/ids.ts';
import type { Person } from '../support/http/actors.ts';
import { type Bought, COUNTERS } from '../support/http/counters.ts';
import { eventually } from '../support/http/eventually.ts';
import { sellEverythingEverywhere } from '../support/http/seeded-catalog.ts';
import type { TestSystem } from '../support/http/test-system.ts';
import { Dice } from './dice.ts';
import { counted, exactly, type Figure } from './figure.ts';
import { severalAtOnce } from './several-at-once.ts';

const [PACKAGE, POINTS, PAID_FEN] = ['points-50', 600, 5_000];
const BUYERS_AT_ONCE = 3;
const CALLS_AT_ONCE = 2;

type Buyer = {
  readonly person: Person;
  readonly gateway: GatewayName;
  readonly order: Bought;
  readonly apiKey: string;
};
type Books = { readonly spent: number; readonly left: number; readonly refundedFen: number };

/**
 * Buyers, through all gateways, spend their points as fast as they can while operators give money back, in part, twice, or all of it. However the
 * two meet: no point is lost, and no more money goes back than the points that were taken for it stand for.
 */
export async function refundCampaign(system: TestSystem, buyers: number, seed: number): Promise<Figure[]> {
  await sellEverythingEverywhere(system.application);
  const dice = new Dice(seed);
  const service = await system.actors.aService();
  const spent = new Map<Buyer, number>();
  const tally = { calls: 0, granted: 0, refused: 0 };
  const all: Buyer[] = [];
  await severalAtOnce(BUYERS_AT_ONCE, Array(buyers).fill(null), async () => {
    const buyer = await aBuyer(system, dice.pick(GATEWAY_NAMES));
    const { order } = buyer;
    all.push(buyer);
    let asked = false;
    const spend = async (): Promise<void> => {
      while (!asked) {
        tally.calls += 1;
        const { points } = await call(system, service, buyer, dice.between(1, 4));
        spent.set(buyer, (spent.get(buyer) ?? 0) + points);
        await delay(dice.between(0, 60));
      }
    };
    const giveBack = async (): Promise<void> => {
      for (const refundFen of amounts(dice)) {
        // Some points should be spent by then, and some be left.
        await delay(dice.between(100, 1_000));
        const { kind } = await system.application.requestRefund({
          of: { orderId: parseId<OrderId>('ord', order.id) as OrderId },
          ...{ refundFen, reason: '演练', operator: 'a', requestKey: null },
        });
        tally[kind === 'requested' ? 'granted' : 'refused'] += 1;
      }
      asked = true;
    };
    await Promise.all([...Array.from({ length: CALLS_AT_ONCE }, spend), giveBack()]);
  });
  await letThemArrive(system);
  const books = await Promise.all(all.map((buyer) => booksOf(system, buyer, spent.get(buyer) ?? 0)));
  return [
    counted('buyers', buyers),
    counted('calls while refunds were asked for', tally.calls),
    counted('refunds granted', tally.granted),
    counted('refunds refused', tally.refused),
    counted(
      'points spent',
      books.reduce((sum, { spent: points }) => sum + points, 0),
    ),
    counted(
      'paid back',
      books.reduce((sum, { refundedFen }) => sum + refundedFen, 0),
      'fen',
    ),
    exactly('buyers who got more money than their unspent points stand for', books.filter(isTooMuch).length, 0),
    exactly('buyers whose order tells another sum than WeChat', await differing(system, all), 0),
    exactly('refunds not at an end', await unfinished(system), 0),
  ];
}

/** Has paid, and has the points. */
async function aBuyer(system: TestSystem, gateway: GatewayName): Promise<Buyer> {
  const { actors, phone } = system;
  const person = await actors.aPerson();
  const order = await COUNTERS[gateway].order(system, person, PACKAGE);
  await COUNTERS[gateway].pay(phone, person, order.out_trade_no);
  await eventually(async () => expect(await actors.balanceOf(person)).to.equal(POINTS));
  return { person, gateway, order, apiKey: (await actors.anApiKey(person)).token };
}

const amounts = (dice: Dice): ('all' | Fen)[] =>
  Array.from({ length: dice.between(1, 2) }, () => (dice.chance(0.5) ? 'all' : fen(dice.between(100, PAID_FEN))));

async function call(system: TestSystem, service: string, { apiKey }: Buyer, quantity: number) {
  const { json } = await system.call('/internal/v1/usage', {
    token: service,
    headers: { 'Idempotency-Key': crypto.randomUUID() },
    body: { api_key: apiKey, api: 'text.moderate', quantity },
  });
  return { points: json.allowed ? (json.points as number) : 0 };
}

/** An hour is enough for what succeeds, and for the second of two refunds of one order within a minute. */
async function letThemArrive(system: TestSystem): Promise<void> {
  for (let minutes = 0; minutes < 60; minutes += 5) {
    await system.sweep('send-refunds');
    await system.advance(300);
    await system.sweep('handle-notifications');
    await system.sweep('poll-refunds');
  }
}

async function booksOf(system: TestSystem, buyer: Buyer, spent: number): Promise<Books> {
  return { spent, left: await system.actors.balanceOf(buyer.person), refundedFen: await goneBack(system, buyer) };
}

const goneBack = async ({ phone }: TestSystem, { gateway, order }: Buyer): Promise<number> =>
  PAID_FEN - (await COUNTERS[gateway].heldFen(phone, order.out_trade_no));

const isTooMuch = ({ spent, left, refundedFen }: Books): boolean => {
  const takenBack = POINTS - spent - left;
  return takenBack < 0 || refundedFen * POINTS > takenBack * PAID_FEN;
};

async function differing(system: TestSystem, all: readonly Buyer[]): Promise<number> {
  let differing = 0;
  for (const buyer of all) {
    const { json } = await system.call(`/api/v1/orders/${buyer.order.id}`, { token: buyer.person.token });
    if (json.refunded_fen !== (await goneBack(system, buyer))) differing += 1;
  }
  return differing;
}

async function unfinished(system: TestSystem): Promise<number> {
  const rows = await system.knex('ordering.refunds').whereNot({ status: 'succeeded' });
  return rows.length;
}
