import { expect } from 'chai';
import { type Figure, failedFigures } from '../figure.ts';
import { flushRedis } from './hurts/flush-redis.ts';
import type { Hurt } from './hurts/hurt.ts';
import { killAll } from './hurts/kill-all.ts';
import { killApi } from './hurts/kill-api.ts';
import { killPostgres } from './hurts/kill-postgres.ts';
import { killRedis } from './hurts/kill-redis.ts';
import { killWorker } from './hurts/kill-worker.ts';
import { loseRedis } from './hurts/lose-redis.ts';
import { moveClocks } from './hurts/move-clocks.ts';
import { postgresAway } from './hurts/postgres-away.ts';
import { restarts } from './hurts/restarts.ts';
import { stopInsideSweep } from './hurts/stop-worker.ts';
import { WholeRun } from './whole-run.ts';

const SEED = 20_261_128;

/** A few blows of each kind to one machine, under one load; `npm run fault` has a campaign for each. */
describe('The whole system, under load,', () => {
  let run: WholeRun;
  const failed: string[] = [];
  let held: Awaited<ReturnType<typeof stopInsideSweep>>;
  before(async function () {
    this.timeout(120_000);
    run = await WholeRun.begin({ apis: 2, workers: 3, redis: true, gate: true, clocks: 'programs' }, SEED);
  });
  after(() => run?.close(failed.length > 0));

  const expectGood = (figures: readonly Figure[]): void => {
    failed.push(...failedFigures(figures));
    expect(failedFigures(figures)).to.deep.equal([]);
  };
  const survives = (title: string, hurt: Hurt, times: number): void => {
    it(`survives ${title}`, async () => expectGood(await hurt(run, times))).timeout(120_000);
  };

  it('has a worker that stands still in the middle of a sweep, and goes on at the end', async () => {
    held = await stopInsideSweep(run);
    expect(held.wasInside).to.equal(true);
  }).timeout(60_000);
  survives('kill -9 of an API process', killApi, 1);
  survives('kill -9 of Redis', killRedis, 2);
  survives('a Redis that is away, and one that may throw jobs away', loseRedis, 1);
  survives('Redis emptied behind its back', flushRedis, 1);
  survives('restarts, without a request that fails', restarts, 2);
  survives('clocks that are minutes ahead and behind', moveClocks, 3);
  survives('PostgreSQL out of reach, refused and swallowed', postgresAway, 2);
  survives('kill -9 of PostgreSQL', killPostgres, 2);
  it('goes on with the worker that stood still', () => held.goOn()).timeout(10_000);
  survives('kill -9 of workers', killWorker, 1);
  survives('kill -9 of everything', killAll, 1);

  it('has lost nothing, doubled nothing, and told nobody what was not so', async () => {
    expectGood(await run.judge());
  }).timeout(180_000);
});
