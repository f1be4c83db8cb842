import { expect } from 'chai';
import type { UsageOutcome } from '../../src/application/ledger/consume-points.ts';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aGrant, aNewLot } from '../support/builders.ts';
import { aCaller, entriesOf } from '../support/customers.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { untilWaiting } from '../support/until-waiting.ts';
import { withoutAccountLock } from './without-account-lock.ts';

const CONSUMERS = 40;

describe('Many callers at once', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  before(async () => {
    database = await migratedDatabase(20);
    shop = openShop(database.uow);
  });
  after(() => database.drop());

  /** Somebody with 60 points in six lots of different expiry: at 3 points a call, enough for 20 of 40. */
  async function aCallerWith60() {
    const caller = await aCaller(shop, 0n);
    const lots = [1, 2, 3, 4, 5, 6].map((year) => [
      aNewLot({ points: points(10n), expiresAt: new Date(`209${year}-01-01T00:00:00Z`) }),
    ]);
    for (const each of lots) {
      await shop.uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(caller.userId), { lots: each })));
    }
    return caller;
  }
  const allAtOnce = (callers: Shop, usage: Awaited<ReturnType<typeof aCaller>>['usage']) =>
    Promise.allSettled(Array.from({ length: CONSUMERS }, () => callers.consumePoints(usage())));
  const booksOf = (userId: UserId) => shop.uow.run(({ ledger }) => expectBalancedBooks(ledger, accountOf(userId)));

  it('spend every point once: 40 calls of 3 points on 60 points are 20 calls', async () => {
    for (let round = 0; round < 3; round++) {
      const { userId, usage } = await aCallerWith60();
      const neighbour = await aCaller(shop, 60n);
      const outcomes = tally(await allAtOnce(shop, usage));
      expect(outcomes).to.deep.equal({ allowed: 20, insufficient_points: 20 });
      expect((await shop.readBalance(userId)).available).to.equal(0n);
      await booksOf(userId);
      expect((await shop.readBalance(neighbour.userId)).available).to.equal(60n);
    }
  });

  it('would do worse if the account were not locked first', async () => {
    const careless = openShop(withoutAccountLock(database.uow));
    const { usage } = await aCallerWith60();
    expect(tally(await allAtOnce(careless, usage))).not.to.deep.equal({ allowed: 20, insufficient_points: 20 });
  });

  it('under one idempotency key are one call, with one answer for all', async () => {
    const { userId, usage } = await aCallerWith60();
    const call = usage();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => shop.consumePoints(call)));
    const answers = outcomes.map((each) => (each.kind === 'allowed' ? each : expect.fail(each.kind)));
    expect(answers.filter(({ replayed }) => !replayed)).to.have.length(1);
    for (const { consumption } of answers) expect(consumption).to.deep.equal(answers[0]?.consumption);
    expect((await entriesOf(shop, userId)).filter(({ kind }) => kind === 'consume')).to.have.length(1);
    expect((await shop.readBalance(userId)).available).to.equal(57n);
  });

  it('and a purchase that comes in between lose nothing', async () => {
    const { userId, usage } = await aCallerWith60();
    const grants = Array.from({ length: 5 }, () => {
      const lots = [aNewLot({ points: points(12n), expiresAt: new Date('2099-01-01T00:00:00Z') })];
      return shop.uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(userId), { lots })));
    });
    const [outcomes] = await Promise.all([allAtOnce(shop, usage), ...grants]);
    const { allowed = 0, ...others } = tally(outcomes);
    expect(Object.keys(others)).to.deep.equal(allowed < CONSUMERS ? ['insufficient_points'] : []);
    expect((await shop.readBalance(userId)).available).to.equal(BigInt(120 - 3 * allowed));
    await booksOf(userId);
  });

  it('on accounts that have no row yet are all refused, without a fault', async () => {
    const { usage } = await aCaller(shop, 0n);
    expect(tally(await allAtOnce(shop, usage))).to.deep.equal({ insufficient_points: CONSUMERS });
  });

  it('are refused from the moment at which their key was disabled', async () => {
    const { userId, key, usage } = await aCaller(shop, 3_000n);
    let disabled = false;
    const late: UsageOutcome[] = [];
    const caller = async (): Promise<void> => {
      for (let calls = 0; calls < 25; calls++) {
        const startedLate = disabled;
        const outcome = await shop.consumePoints(usage());
        if (startedLate) late.push(outcome);
      }
    };
    const owner = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      await shop.switchKey(userId, key.id, false);
      disabled = true;
    };
    await Promise.all([owner(), ...Array.from({ length: 8 }, caller)]);
    late.push(await shop.consumePoints(usage()));
    for (const outcome of late) expect(outcome).to.deep.equal({ kind: 'refused', code: 'key_disabled' });
    await booksOf(userId);
  });

  it('are refused even if they came before their key was disabled, and waited', async () => {
    const { userId, key, usage } = await aCaller(shop, 60n);
    const waiting = await database.uow.run(async ({ ledger }) => {
      await ledger.lock(accountOf(userId));
      const outcomes = Array.from({ length: 5 }, () => shop.consumePoints(usage()));
      await untilWaiting(database.knex, outcomes.length);
      expect((await shop.switchKey(userId, key.id, false)).kind).to.equal('switched');
      // Not the promises themselves: they are fulfilled only after this transaction.
      return { outcomes };
    });
    for (const outcome of await Promise.all(waiting.outcomes)) {
      expect(outcome).to.deep.equal({ kind: 'refused', code: 'key_disabled' });
    }
    expect((await shop.readBalance(userId)).available).to.equal(60n);
    await booksOf(userId);
  });
});

function tally(outcomes: readonly PromiseSettledResult<UsageOutcome>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const what = outcome.status === 'rejected' ? 'fault' : nameOf(outcome.value);
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

const nameOf = (outcome: UsageOutcome): string => (outcome.kind === 'refused' ? outcome.code : outcome.kind);
