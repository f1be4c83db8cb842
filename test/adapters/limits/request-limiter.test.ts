import { expect } from 'chai';
import { openRequestLimiter } from '../../../src/adapters/limits/request-limiter.ts';
import type { LimitName, RequestLimits } from '../../../src/application/shared/request-limiter.ts';
import { type MigratedDatabase, migratedDatabase } from '../../support/migrated-database.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { type Counter, startCounters } from './counters.ts';

const LIMIT = 50;
const PROCESSES = 3;
const LIMITS: RequestLimits = {
  ...{ sign_in: 1, order: LIMIT, key: 0, payment_check: 2, redemption: 1, person: 3 },
  ...{ failed_caller: 1, failed_code: 1 },
};

const sum = (counts: readonly number[]): number => counts.reduce((all, some) => all + some, 0);
const takeAll = async (counters: readonly Counter[], times: number): Promise<number> =>
  sum(await Promise.all(counters.map((counter) => counter.take(times))));

describe('a limit', () => {
  const alone = () => openRequestLimiter(LIMITS, { kind: 'memory' });

  it('lets so many through, says what is left, and then no more', async () => {
    const limiter = alone();
    const verdicts = [];
    for (let nth = 0; nth < 4; nth++) verdicts.push(await limiter.take('person', 'a'));
    expect(verdicts.map((verdict) => [verdict?.isWithin, verdict?.left])).to.deep.equal([
      ...[
        [true, 2],
        [true, 1],
        [true, 0],
      ],
      [false, 0],
    ]);
    expect(verdicts.at(-1)?.resetMs).to.be.within(1, 60_000);
  });

  it('is counted for each by itself, and for each kind of request', async () => {
    const limiter = alone();
    const isWithin = async (name: LimitName, who: string) => (await limiter.take(name, who))?.isWithin;
    expect(await isWithin('sign_in', 'a')).to.equal(true);
    expect(await isWithin('sign_in', 'a')).to.equal(false);
    expect(await isWithin('sign_in', 'b')).to.equal(true);
    expect(await isWithin('failed_caller', 'a')).to.equal(true);
  });

  it('that is 0 is none', async () => {
    const limiter = alone();
    for (let nth = 0; nth < 100; nth++) expect(await limiter.take('key', 'a')).to.equal(null);
  });
});

describe('a limit over several processes', () => {
  describe('on Redis', () => {
    let redis: TestRedis;
    let counters: Counter[];
    before(async function () {
      this.timeout(90_000);
      redis = await startRedis();
      counters = await startCounters(PROCESSES, { redisUrl: redis.url }, LIMITS);
    });
    after(async () => {
      for (const counter of counters) counter.stop();
      await redis.stop();
    });

    it('lets exactly so many through, however many ask at once', async () => {
      expect(await takeAll(counters, LIMIT)).to.equal(LIMIT);
      expect(await takeAll(counters, 10)).to.equal(0);
    });

    it('refuses nobody for want of Redis: each process counts for itself', async () => {
      await redis.stop();
      const allowed = await takeAll(counters, LIMIT * 2);
      expect(allowed).to.be.within(LIMIT, LIMIT * PROCESSES);
    });
  });

  describe('on PostgreSQL', () => {
    let database: MigratedDatabase;
    let counters: Counter[];
    before(async function () {
      this.timeout(90_000);
      database = await migratedDatabase();
      counters = await startCounters(PROCESSES, { databaseUrl: database.url }, LIMITS);
    });
    after(async () => {
      for (const counter of counters) counter.stop();
      await database.drop();
    });

    it('lets exactly so many through, however many ask at once', async () => {
      expect(await takeAll(counters, LIMIT)).to.equal(LIMIT);
      expect(await takeAll(counters, 10)).to.equal(0);
    });

    it('counts anew once the window is over', async () => {
      await database.knex('limits.requests').update({ expire: Date.now() - 1 });
      expect(await takeAll(counters, LIMIT)).to.equal(LIMIT);
    });

    it('refuses nobody for want of it: each process counts for itself', async () => {
      await database.knex.raw('drop table limits.requests');
      expect(await takeAll(counters, LIMIT * 2)).to.be.within(LIMIT, LIMIT * PROCESSES);
    });
  });
});
