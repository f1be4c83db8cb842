import { expect } from 'chai';
import type { ChargeUsage, Usage, UsageOutcome } from '../../src/application/ledger/usage.ts';
import type { ApiKey } from '../../src/domain/keyvault/api-key.ts';
import { accountOf, type RefundId, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aFreeze, aGrant, aNewLot } from '../support/builders.ts';
import { aCaller, entriesOf, lotsOf } from '../support/customers.ts';
import { newId } from '../support/ids.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openCharger } from '../support/open-charger.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { untilWaiting } from '../support/until-waiting.ts';
import { tally } from './tally.ts';
import { describeCharging, type Till } from './ways-to-charge.ts';
import { withoutAccountLock } from './without-account-lock.ts';

const CONSUMERS = 40;
const A_LONG_TIME = new Date('2099-01-01T00:00:00Z');
const KEY_DISABLED = { kind: 'refused', refusal: { code: 'key_disabled' } };

describeCharging('Many callers at once', (till: () => Till) => {
  const shop = () => till().shop;
  const charge: ChargeUsage = (usage) => till().charge(usage);
  const grant = (userId: UserId, size: bigint, expiresAt = A_LONG_TIME) => {
    const lots = [aNewLot({ points: points(size), expiresAt })];
    return shop().uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(userId), { lots })));
  };
  /** Somebody with 60 points in six lots of different expiry: at 3 points a call, enough for 20 of 40. */
  async function aCallerWith60() {
    const caller = await aCaller(shop(), 0n);
    for (const year of [1, 2, 3, 4, 5, 6]) await grant(caller.userId, 10n, new Date(`209${year}-01-01T00:00:00Z`));
    return caller;
  }
  type MakeUsage = Awaited<ReturnType<typeof aCaller>>['usage'];
  const allAtOnce = (usage: MakeUsage, by = charge, count = CONSUMERS) =>
    Promise.allSettled(Array.from({ length: count }, () => by(usage())));
  const booksOf = (userId: UserId) => shop().uow.run(({ ledger }) => expectBalancedBooks(ledger, accountOf(userId)));
  const availableTo = async (userId: UserId) => (await shop().readBalance(userId)).available;
  const meterOf = (key: ApiKey) => shop().uow.run(({ apiKeys }) => apiKeys.meterOf(key));
  const aLimitedKey = async (userId: UserId, limits: Partial<ApiKey>) => {
    const issued = await shop().issueKey(userId, { name: 'limited', scope: 'all', lifetimeMonths: 1, ...limits });
    return issued.kind === 'issued' ? issued : expect.fail(issued.kind);
  };

  it('spend every point once: 40 calls of 3 points on 60 points are 20 calls', async () => {
    for (let round = 0; round < 3; round++) {
      const { userId, key, usage } = await aCallerWith60();
      const neighbour = await aCaller(shop(), 60n);
      expect(tally(await allAtOnce(usage))).to.deep.equal({ allowed: 20, insufficient_points: 20 });
      expect(await availableTo(userId)).to.equal(0n);
      await booksOf(userId);
      expect(await meterOf(key)).to.deep.include({ callsToday: 20, pointsToday: 60n, pointsTotal: 60n });
      expect(await availableTo(neighbour.userId)).to.equal(60n);
    }
  });

  it('of several accounts take from each its own', async () => {
    const callers = await Promise.all(Array.from({ length: 5 }, aCallerWith60));
    const outcomes = await Promise.all(callers.map(({ usage }) => allAtOnce(usage, charge, 25)));
    for (const [nth, { userId }] of callers.entries()) {
      expect(tally(outcomes[nth] ?? [])).to.deep.equal({ allowed: 20, insufficient_points: 5 });
      expect(await availableTo(userId)).to.equal(0n);
      await booksOf(userId);
    }
  });

  it('say how much was left after each of them, each figure once', async () => {
    const { usage } = await aCaller(shop(), 200n);
    const outcomes = await Promise.all(Array.from({ length: CONSUMERS }, () => charge(usage())));
    const left = outcomes.map((each) => (each.kind === 'allowed' ? each.pointsLeft : expect.fail(each.kind)));
    const expected = Array.from({ length: CONSUMERS }, (_, nth) => BigInt(200 - 3 * (nth + 1)));
    expect(left).to.have.members(expected);
  });

  it('under one idempotency key are one call, with one answer for all', async () => {
    const { userId, usage } = await aCallerWith60();
    const call = usage();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => charge(call)));
    const answers = outcomes.map((each) => (each.kind === 'allowed' ? each : expect.fail(each.kind)));
    expect(answers.filter(({ replayed }) => !replayed)).to.have.length(1);
    for (const answer of answers)
      expect({ ...answer, replayed: false }).to.deep.equal({ ...answers[0], replayed: false });
    expect((await entriesOf(shop(), userId)).filter(({ kind }) => kind === 'consume')).to.have.length(1);
    expect(await availableTo(userId)).to.equal(57n);
  });

  it('under one idempotency key with two keys of one owner are one call', async () => {
    const { userId, usage } = await aCallerWith60();
    const { token } = await aLimitedKey(userId, {});
    const call = usage();
    const sister = { ...call, keyToken: token };
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, nth) => charge(nth % 2 === 0 ? call : sister)));
    const answers = outcomes.map((each) => (each.kind === 'allowed' ? each : expect.fail(each.kind)));
    expect(answers.filter(({ replayed }) => !replayed)).to.have.length(1);
    expect(new Set(answers.map(({ usageId }) => usageId))).to.have.property('size', 1);
    expect(await availableTo(userId)).to.equal(57n);
    await booksOf(userId);
  });

  it('that say different things under one idempotency key are one call, and conflicts', async () => {
    const { userId, usage } = await aCallerWith60();
    const call = usage();
    const asked = Array.from({ length: 20 }, (_, nth): Usage => ({ ...call, quantity: 1 + (nth % 2) }));
    const outcomes = await Promise.all(asked.map(charge));
    const allowed = outcomes.flatMap((each) => (each.kind === 'allowed' ? [each] : []));
    expect(allowed).to.have.length(10);
    expect(outcomes.filter(({ kind }) => kind === 'idempotency_conflict')).to.have.length(10);
    expect(allowed.filter(({ replayed }) => !replayed)).to.have.length(1);
    expect(await availableTo(userId)).to.equal(60n - (allowed[0]?.points ?? 0n));
    await booksOf(userId);
  });

  it('and a purchase that comes in between lose nothing', async () => {
    const { userId, usage } = await aCallerWith60();
    const grants = Array.from({ length: 5 }, () => grant(userId, 12n));
    const [outcomes] = await Promise.all([allAtOnce(usage), ...grants]);
    const { allowed = 0, ...others } = tally(outcomes);
    expect(Object.keys(others)).to.deep.equal(allowed < CONSUMERS ? ['insufficient_points'] : []);
    expect(await availableTo(userId)).to.equal(BigInt(120 - 3 * allowed));
    await booksOf(userId);
  });

  it('and refunds of what they spend never take a point twice', async () => {
    const caller = await aCaller(shop(), 0n);
    const lot = aNewLot({ points: points(90n), expiresAt: A_LONG_TIME });
    const given = aGrant(accountOf(caller.userId), { lots: [lot] });
    await shop().uow.run(({ ledger }) => ledger.grant(given));
    const { accountId, orderId } = given;
    const refund = () =>
      shop().uow.run(async ({ ledger, clock }) => {
        await ledger.lock(accountId);
        const left = (await ledger.listLots(accountId))[0]?.remaining ?? 0n;
        if (left < 4n) return 'not_refundable';
        const draws = [{ lotId: lot.id, points: points(4n) }];
        await ledger.freeze({
          ...aFreeze(accountId, orderId, draws),
          refundId: newId<RefundId>(),
          at: await clock.now(),
        });
        return 'frozen';
      });
    const refunds = Promise.allSettled(Array.from({ length: 15 }, refund));
    const [calls, frozen] = [tally(await allAtOnce(caller.usage)), tally(await refunds)];
    expect({ ...calls, ...frozen }).not.to.have.property('fault');
    const spent = 3n * BigInt(calls['allowed'] ?? 0) + 4n * BigInt(frozen['frozen'] ?? 0);
    expect(await availableTo(caller.userId)).to.equal(90n - spent);
    expect(90n - spent < 4n, 'both took all that they could').to.equal(true);
    await booksOf(caller.userId);
  });

  it('on accounts that have no row yet are all refused, without a fault', async () => {
    const { usage } = await aCaller(shop(), 0n);
    expect(tally(await allAtOnce(usage))).to.deep.equal({ insufficient_points: CONSUMERS });
  });

  it('write off what has expired once', async () => {
    const { userId, usage } = await aCallerWith60();
    await grant(userId, 7n, new Date(Date.now() - 1_000));
    expect(tally(await allAtOnce(usage))).to.deep.equal({ allowed: 20, insufficient_points: 20 });
    const expired = (await entriesOf(shop(), userId)).filter(({ kind }) => kind === 'expire');
    expect(expired.map(({ change }) => change)).to.deep.equal([-7n]);
    await booksOf(userId);
  });

  it('never exceed a budget or a rate of their key, and use them up', async () => {
    const limits: readonly (readonly [Partial<ApiKey>, string, number])[] = [
      [{ dailyBudget: points(32n) }, 'daily_budget_exhausted', 10],
      [{ totalBudget: points(45n) }, 'total_budget_exhausted', 15],
      // A window of a day: no test sees two of them but at midnight UTC.
      [{ rateLimit: { calls: 12, seconds: 86_400 } }, 'rate_limited', 12],
    ];
    for (const [limit, code, calls] of limits) {
      const { userId, usage } = await aCaller(shop(), 1_000n);
      const { key, token } = await aLimitedKey(userId, limit);
      const outcomes = tally(await allAtOnce((change) => usage({ keyToken: token, ...change })));
      expect(outcomes).to.deep.equal({ allowed: calls, [code]: CONSUMERS - calls });
      expect(await availableTo(userId)).to.equal(BigInt(1_000 - 3 * calls));
      expect(await meterOf(key)).to.deep.include({ callsToday: calls, pointsTotal: BigInt(3 * calls) });
    }
  });

  it('are refused from the moment at which their key was disabled', async () => {
    const { userId, key, usage } = await aCaller(shop(), 3_000n);
    let disabled = false;
    const late: UsageOutcome[] = [];
    const caller = async (): Promise<void> => {
      for (let calls = 0; calls < 25; calls++) {
        const startedLate = disabled;
        const outcome = await charge(usage());
        if (startedLate) late.push(outcome);
      }
    };
    const owner = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      await shop().switchKey(userId, key.id, false);
      disabled = true;
    };
    await Promise.all([owner(), ...Array.from({ length: 8 }, caller)]);
    late.push(await charge(usage()));
    for (const outcome of late) expect(outcome).to.deep.equal(KEY_DISABLED);
    await booksOf(userId);
  });

  it('are refused even if they came before their key was disabled, and waited', async () => {
    const { userId, key, usage } = await aCaller(shop(), 60n);
    const waiting = await shop().uow.run(async ({ ledger }) => {
      await ledger.lock(accountOf(userId));
      const first = charge(usage());
      await untilWaiting(till().database.knex, 1);
      const outcomes = [first, ...Array.from({ length: 4 }, () => charge(usage()))];
      expect((await shop().switchKey(userId, key.id, false)).kind).to.equal('switched');
      // Not the promises themselves: they are fulfilled only after this transaction.
      return { outcomes };
    });
    for (const outcome of await Promise.all(waiting.outcomes)) expect(outcome).to.deep.equal(KEY_DISABLED);
    expect(await availableTo(userId)).to.equal(60n);
    await booksOf(userId);
  });

  it('find the account as the last of them has left it, whichever way was taken', async () => {
    const { userId, usage } = await aCallerWith60();
    const [rule, fast] = [shop().chargeUsage, openCharger(till().database)];
    const both = [rule, fast.charge, charge];
    for (let calls = 0; calls < 20; calls++) {
      const outcome = await (both[calls % 3] as ChargeUsage)(usage());
      expect(outcome).to.deep.include({ kind: 'allowed', pointsLeft: BigInt(60 - 3 * (calls + 1)) });
    }
    await fast.stop();
    expect(await lotsOf(shop(), userId)).to.deep.equal([]);
    await booksOf(userId);
  });
});

describe('Callers by the rule and on two fast paths at once', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  before(async () => {
    database = await migratedDatabase(20);
    shop = openShop(database.uow);
  });
  after(() => database.drop());

  it('spend every point once', async () => {
    const [one, other] = [openCharger(database), openCharger(database)];
    const { userId, usage } = await aCaller(shop, 60n);
    const ways = [one.charge, other.charge, shop.chargeUsage];
    const asked = Array.from({ length: CONSUMERS }, (_, nth) => (ways[nth % 3] as ChargeUsage)(usage()));
    expect(tally(await Promise.allSettled(asked))).to.deep.equal({ allowed: 20, insufficient_points: 20 });
    await Promise.all([one.stop(), other.stop()]);
    await shop.uow.run(({ ledger }) => expectBalancedBooks(ledger, accountOf(userId)));
  });

  it('would do worse if the account were not locked first', async () => {
    const careless = openShop(withoutAccountLock(database.uow));
    const { usage } = await aCaller(shop, 60n);
    const outcomes = await Promise.allSettled(Array.from({ length: CONSUMERS }, () => careless.chargeUsage(usage())));
    expect(tally(outcomes)).not.to.deep.equal({ allowed: 20, insufficient_points: 20 });
  });
});
