import { expect } from 'chai';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import type { PostgresUsageCharger } from '../../src/adapters/postgres/usage/postgres-usage-charger.ts';
import type { ConsumptionId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aHolder, type HolderOf, lotOf } from '../support/holding.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openCharger } from '../support/open-charger.ts';
import { openShop, type Shop, untilDone } from '../support/shop.ts';
import { withoutAccountLock } from './without-account-lock.ts';

const ROUNDS = 10;
type Answer = { readonly kind: string; readonly replayed?: boolean; readonly refusal?: unknown };

/** What happened, and how often; `again` is an answer that was given before. */
function tally(outcomes: readonly PromiseSettledResult<Answer>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const what = outcome.status === 'rejected' ? 'fault' : nameOf(outcome.value);
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}
const nameOf = ({ kind, replayed, refusal }: Answer): string =>
  replayed ? 'again' : kind === 'refused' ? (refusal as { code: string }).code : kind;
const atOnce = (...asks: (() => Promise<Answer>)[]) => Promise.allSettled(asks.map((ask) => ask()));
const times = <T>(count: number, ask: () => T): T[] => Array.from({ length: count }, ask);

describe('Holds and calls at once', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  /** Another process, whose calls take the fast path. */
  let charger: PostgresUsageCharger;
  before(async () => {
    database = await migratedDatabase(20);
    shop = openShop(database.uow);
    charger = openCharger(database);
  });
  after(async () => {
    await charger.stop();
    await database.drop();
  });
  const charge = (holder: HolderOf) => () => charger.charge(holder.usage());
  const place = (holder: HolderOf) => () => shop.placeHold(holder.wanted({ points: points(3n) }));
  const spentOf = async (holder: HolderOf): Promise<bigint> => {
    const taken = (await holder.entries()).filter(({ kind }) => kind === 'consume' || kind === 'reverse');
    return taken.reduce((total, { change }) => total - change, 0n);
  };

  it('capture a hold once, with one answer for all who ask the same', async () => {
    const holder = await aHolder(shop);
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await holder.hold();
      const answers = await Promise.all(times(5, () => holder.capture(id, 4n)));
      expect(answers.filter(({ kind, ...rest }) => kind === 'captured' && !(rest as Answer).replayed)).to.have.length(
        1,
      );
      const bodies = answers.map((answer) => ({ ...answer, replayed: true }));
      for (const body of bodies) expect(body).to.deep.equal(bodies[0]);
    }
    expect(await spentOf(holder)).to.equal(4n * BigInt(ROUNDS));
    expect(await holder.meter()).to.include({ pointsTotal: 4n * BigInt(ROUNDS) });
    await holder.balanced();
  });

  it('capture a hold once, where they ask for different points', async () => {
    const holder = await aHolder(shop);
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await holder.hold();
      const outcomes = await atOnce(...[1n, 2n, 3n, 4n].map((wanted) => () => holder.capture(id, wanted)));
      expect(tally(outcomes)).to.deep.equal({ captured: 1, hold_ended: 3 });
    }
    await holder.balanced();
  });

  it('would do worse if the account were not locked first', async () => {
    const careless = openShop(withoutAccountLock(database.uow));
    const holder = await aHolder(careless);
    const outcomes: Record<string, number>[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await holder.hold({ points: points(4n) });
      outcomes.push(tally(await atOnce(...[1n, 2n, 3n, 4n].map((wanted) => () => holder.capture(id, wanted)))));
    }
    expect(outcomes.some((each) => each['fault'] !== undefined)).to.equal(true);
  });

  it('capture or release it, never both', async () => {
    const holder = await aHolder(shop);
    let captured = 0n;
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await holder.hold();
      const ends = [() => holder.capture(id, 4n), () => holder.release(id)];
      const outcomes = tally(await atOnce(...(round % 2 ? ends : ends.reverse())));
      const state = (await holder.find(id))?.state.kind ?? expect.fail('no hold');
      expect(outcomes).to.deep.equal({ [state]: 1, hold_ended: 1 });
      if (state === 'captured') captured += 4n;
    }
    expect(await holder.available()).to.equal(100n - captured);
    expect(await holder.meter()).to.include({ pointsTotal: captured });
    await holder.balanced();
  });

  it('capture it or find it expired, never both, with sweeps from several workers', async () => {
    const later = openShop(new PostgresUnitOfWork(database.knex, { clockOffsetMs: () => 901_000 }));
    const holder = await aHolder(shop);
    const sweep = async (): Promise<Answer> => {
      await later.releaseExpiredHolds.run(untilDone);
      return { kind: 'swept' };
    };
    const states: Record<string, number> = {};
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await holder.hold();
      const outcomes = tally(await atOnce(() => holder.capture(id, 4n), sweep, sweep));
      const state = (await holder.find(id))?.state.kind ?? expect.fail('no hold');
      states[state] = (states[state] ?? 0) + 1;
      expect(outcomes).to.deep.equal({ swept: 2, [state === 'captured' ? 'captured' : 'hold_ended']: 1 });
    }
    expect(states['open']).to.equal(undefined);
    expect(later.reported).to.deep.equal([]);
    expect(await holder.available()).to.equal(100n - 4n * BigInt(states['captured'] ?? 0));
    await holder.balanced();
  });

  it('place a hold once per idempotency key', async () => {
    const holder = await aHolder(shop);
    const wanted = holder.wanted();
    expect(tally(await atOnce(...times(10, () => () => shop.placeHold(wanted))))).to.deep.equal({ held: 1, again: 9 });
    expect(await holder.available()).to.equal(90n);
    await holder.balanced();
  });

  it('reverse a call once, with one answer for all', async () => {
    const holder = await aHolder(shop);
    const usageId = await holder.charge();
    const answers = await Promise.all(times(10, () => holder.reverse(usageId, 'failed')));
    expect(answers.filter((answer) => answer.kind === 'reversed' && !answer.replayed)).to.have.length(1);
    for (const answer of answers)
      expect({ ...answer, replayed: true }).to.deep.equal({ ...answers[0], replayed: true });
    expect(await holder.available()).to.equal(100n);
    expect(await holder.meter()).to.include({ pointsTotal: 0n });
    await holder.balanced();
  });

  it('spend the last points once more after a reversal, and not twice', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const holder = await aHolder(shop, { lots: [lotOf(2n), lotOf(1n)] });
      const first = await charger.charge(holder.usage());
      if (first.kind !== 'allowed') expect.fail(first.kind);
      const outcomes = tally(await atOnce(...times(3, () => charge(holder)), () => holder.reverse(first.usageId)));
      const { allowed = 0 } = outcomes;
      expect(allowed).to.be.oneOf([0, 1]);
      const refused = { insufficient_points: 3 - allowed };
      expect(outcomes).to.deep.equal({ reversed: 1, ...refused, ...(allowed ? { allowed } : {}) });
      expect(await holder.available()).to.equal(3n - 3n * BigInt(allowed));
      await holder.balanced();
    }
  });

  it('share the points: twenty of forty that want three of sixty', async () => {
    const lots = [20n, 20n, 20n].map((amount) => lotOf(amount));
    const [holder, neighbour] = [await aHolder(shop, { lots }), await aHolder(shop)];
    const outcomes = await atOnce(...times(20, () => [charge(holder), place(holder)]).flat());
    const { allowed = 0, held = 0, ...others } = tally(outcomes);
    expect([allowed + held, others]).to.deep.equal([20, { insufficient_points: 20 }]);
    expect([await holder.available(), await neighbour.available()]).to.deep.equal([0n, 100n]);
    await holder.balanced();
  });

  it('share a budget, to the point', async () => {
    const holder = await aHolder(shop, { key: { totalBudget: points(30n) } });
    const outcomes = await atOnce(...times(20, () => [charge(holder), place(holder)]).flat());
    const { allowed = 0, held = 0, ...others } = tally(outcomes);
    expect([allowed + held, others]).to.deep.equal([10, { total_budget_exhausted: 30 }]);
    expect(await holder.meter()).to.include({ pointsTotal: 30n, callsToday: 10 });
    await holder.balanced();
  });

  it('share a rate limit, to the call', async () => {
    const holder = await aHolder(shop, { key: { rateLimit: { calls: 10, seconds: 86_400 } } });
    const outcomes = await atOnce(...times(20, () => [charge(holder), place(holder)]).flat());
    const { allowed = 0, held = 0, ...others } = tally(outcomes);
    expect([allowed + held, others]).to.deep.equal([10, { rate_limited: 30 }]);
  });

  it('lose no point, whatever comes together', async () => {
    const holder = await aHolder(shop, { lots: [7n, 50n, 11n, 200n].map((amount) => lotOf(amount)) });
    const chargeAndReverse = async (): Promise<Answer> => {
      const outcome = await charger.charge(holder.usage());
      return outcome.kind === 'allowed' ? holder.reverse(outcome.usageId) : outcome;
    };
    const holdAnd = (end: (id: Parameters<HolderOf['release']>[0]) => Promise<Answer>) => async () =>
      end((await holder.hold({ mayExceed: true })).id);
    const captureAndReverse = holdAnd(async (id) => {
      await holder.capture(id, 12n);
      return holder.reverse(id as string as ConsumptionId);
    });
    const outcomes = await atOnce(
      ...times(5, () => [charge(holder), chargeAndReverse, captureAndReverse, holdAnd(holder.release)]).flat(),
      ...times(5, () => holdAnd((id) => holder.capture(id, 4n))),
    );
    expect(tally(outcomes)).to.deep.equal({ allowed: 5, reversed: 10, released: 5, captured: 5 });
    expect(await spentOf(holder)).to.equal(5n * 3n + 5n * 4n);
    expect(await holder.available()).to.equal(268n - 35n);
    expect(await holder.meter()).to.include({ pointsTotal: 35n });
    await holder.balanced();
  });
});
