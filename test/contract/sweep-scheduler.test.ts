import { type EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import pg from 'pg';
import { BullMqSweepScheduler } from '../../src/adapters/bullmq/bullmq-sweep-scheduler.ts';
import { type BullMqTarget, openConnections } from '../../src/adapters/bullmq/connections.ts';
import { migrateQueueSchema, pendingQueueVersions } from '../../src/adapters/bullmq/migrate-queue-schema.ts';
import { createLastingPostgresBackend } from '../../src/adapters/bullmq/postgres-backend.ts';
import { type Run, type RunWatch, UNWATCHED } from '../../src/adapters/bullmq/sweep-runs.ts';
import { ROLE_OF } from '../../src/adapters/postgres/application-role.ts';
import type { Sweep } from '../../src/application/shared/sweep.ts';
import { migratedDatabase } from '../support/migrated-database.ts';
import { freshDatabase } from '../support/postgres.ts';
import { freePort, startRedis, type TestRedis } from '../support/redis.ts';
import { rejectionOf } from '../support/rejection.ts';

type Store = { readonly target: BullMqTarget; close(): Promise<void> };

const stores: Record<string, () => Promise<Store>> = {
  Redis: async () => {
    const redis = await startRedis();
    return { target: { kind: 'redis', url: redis.url }, close: redis.stop };
  },
  PostgreSQL: async () => {
    const database = await freshDatabase();
    await migrateQueueSchema(database.url);
    return { target: { kind: 'postgres', url: database.url, schema: 'bullmq' }, close: database.drop };
  },
};

const started: BullMqSweepScheduler[] = [];

type Reported = { readonly name: string; readonly error: unknown; readonly run?: string };

function aScheduler(
  target: BullMqTarget,
  reported: Reported[] = [],
  reassertEveryMs = 30_000,
  watch = UNWATCHED,
): BullMqSweepScheduler {
  const onError = (name: string, error: unknown, run?: string) =>
    void reported.push({ name, error, ...(run !== undefined && { run }) });
  const scheduler = new BullMqSweepScheduler({ target, onError, reassertEveryMs, watch });
  started.push(scheduler);
  return scheduler;
}

function aSweep(name: string, everyMs: number, run: (signal: AbortSignal) => Promise<void> | void): Sweep {
  return { name, everyMs, run: async (signal) => run(signal) };
}

/** A sweep that only counts its runs. */
function aTally(name = 'tick', everyMs = 100): { readonly sweep: Sweep; runs: number } {
  const tally = { runs: 0, sweep: aSweep(name, everyMs, count) };
  function count(): void {
    tally.runs += 1;
  }
  return tally;
}

async function eventually(what: string, holds: () => boolean | Promise<boolean>, withinMs = 6_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > until) expect.fail(`${what} did not happen within ${withinMs} ms`);
    await sleep(20);
  }
}

async function schedulesIn(target: BullMqTarget): Promise<string[]> {
  const { queue, worker } = openConnections(target, 1, async () => {});
  const found = await queue.getJobSchedulers();
  await worker.waitUntilReady();
  await Promise.all([queue.close(), worker.close()]);
  return found.map(({ key }) => key);
}

/** What a process leaves behind whose clock was ahead. */
async function scheduleFarOff(target: BullMqTarget, name: string, everyMs: number): Promise<void> {
  const { queue, worker } = openConnections(target, 1, async () => {});
  const startDate = Date.now() + 10 * 60_000;
  await queue.upsertJobScheduler(name, { every: everyMs, startDate }, { name });
  const [found] = await queue.getJobSchedulers();
  expect(found?.next).to.be.greaterThan(startDate - 2 * everyMs);
  await worker.waitUntilReady();
  await Promise.all([queue.close(), worker.close()]);
}

async function stopAll(): Promise<void> {
  await Promise.all(started.splice(0).map((scheduler) => scheduler.stop(1_000)));
}

for (const [storeName, openStore] of Object.entries(stores)) {
  describe(`SweepScheduler on ${storeName}`, () => {
    let store: Store;

    beforeEach(async () => {
      store = await openStore();
    });

    afterEach(async () => {
      await stopAll();
      await store.close();
    });

    it('repeats each sweep, goes on after a run that fails, and reports it', async () => {
      const reported: Reported[] = [];
      const good = aTally('good');
      let bad = 0;
      const fails = () => {
        bad += 1;
        throw new Error('no luck');
      };
      await aScheduler(store.target, reported).start([good.sweep, aSweep('bad', 100, fails)]);
      await eventually('five runs of each', () => good.runs >= 5 && bad >= 5);
      const failures = reported.filter(({ name }) => name === 'bad');
      expect(failures.length).to.be.within(bad - 1, bad);
      expect(failures[0]?.error).to.be.an('error').with.property('message', 'no luck');
      expect(reported.filter(({ name }) => name !== 'bad')).to.deep.equal([]);
    });

    it('takes up again at once what a process with a clock ahead had put off', async () => {
      await scheduleFarOff(store.target, 'tick', 100);
      const tally = aTally();
      await aScheduler(store.target).start([tally.sweep]);
      await eventually('three runs', () => tally.runs >= 3);
    });

    it('leaves alone what goes on, however often it looks', async () => {
      await aScheduler(store.target, [], 50).start([aTally('rare', 60_000).sweep]);
      const { queue, worker } = openConnections(store.target, 1, async () => {});
      const comingUp = async () => (await queue.getDelayed()).map(({ id, timestamp }) => `${id} of ${timestamp}`);
      await eventually('what comes next', async () => (await comingUp()).length === 1);
      const before = await comingUp();
      await sleep(600);
      expect(await comingUp()).to.deep.equal(before);
      await Promise.all([queue.close(), worker.close(true)]);
    });

    it('never overlaps a sweep with itself, nor lets a long one keep others waiting', async () => {
      let atOnce = 0;
      let most = 0;
      let longRuns = 0;
      const quick = aTally('quick');
      const long = async () => {
        most = Math.max(most, ++atOnce);
        await sleep(450);
        atOnce -= 1;
        longRuns += 1;
      };
      await aScheduler(store.target).start([aSweep('long', 100, long), quick.sweep]);
      await eventually('three long runs', () => longRuns >= 3);
      expect(most).to.equal(1);
      expect(quick.runs).to.be.greaterThan(6);
    });

    it('waits in stop() for the run under way, and runs nothing afterwards', async () => {
      let begun = 0;
      let ended = 0;
      const scheduler = aScheduler(store.target);
      const run = async () => {
        begun += 1;
        await sleep(400);
        ended += 1;
      };
      await scheduler.start([aSweep('slow', 50, run)]);
      await eventually('a run', () => begun === 1);
      await scheduler.stop(5_000);
      expect({ begun, ended }).to.deep.equal({ begun: 1, ended: 1 });
      await sleep(300);
      expect(begun).to.equal(1);
    });

    it('tells the run under way to end, and waits for a deaf one no longer than asked', async () => {
      let told = false;
      const scheduler = aScheduler(store.target);
      const deaf = async (signal: AbortSignal) => {
        signal.addEventListener('abort', () => {
          told = true;
        });
        await sleep(20_000, undefined, { ref: false });
      };
      await scheduler.start([aSweep('deaf', 50, deaf)]);
      await sleep(300);
      const before = Date.now();
      await scheduler.stop(200);
      expect(told).to.equal(true);
      expect(Date.now() - before).to.be.within(200, 1_500);
    });

    it('shares the runs of a schedule between two processes', async () => {
      const runs: number[] = [0, 0];
      const counting = (mine: number) =>
        aSweep('shared', 100, async () => {
          runs[mine] = (runs[mine] ?? 0) + 1;
          await sleep(60);
        });
      const before = Date.now();
      await Promise.all([0, 1].map((mine) => aScheduler(store.target).start([counting(mine)])));
      await sleep(1_000);
      const total = (runs[0] ?? 0) + (runs[1] ?? 0);
      expect(total).to.be.within(4, Math.ceil((Date.now() - before) / 100) + 2);
    });

    it('gives each run to one of several processes, whatever they do at once', async () => {
      const ran: string[] = [];
      const watch: RunWatch = { ...UNWATCHED, ended: ({ sweep, run }) => void ran.push(`${sweep} ${run}`) };
      const names = ['a', 'b', 'c', 'd'];
      const counts = new Map(names.map((name) => [name, 0]));
      const counting = (name: string) => aSweep(name, 200, () => void counts.set(name, (counts.get(name) ?? 0) + 1));
      const before = Date.now();
      await Promise.all([1, 2, 3, 4].map(() => aScheduler(store.target, [], 1_000, watch).start(names.map(counting))));
      await eventually('five runs of each', () => [...counts.values()].every((count) => count >= 5));
      await stopAll();
      const most = Math.ceil((Date.now() - before) / 200) + 2;
      for (const [name, count] of counts) expect(count, name).to.be.at.most(most);
      expect(new Set(ran).size).to.equal(ran.length);
    });

    it('tells what became of each run, and names it in what it reports', async () => {
      const reported: Reported[] = [];
      const told: { readonly run: Run; readonly outcome: string; readonly seconds: number }[] = [];
      const within: string[] = [];
      const watch: RunWatch = {
        within: (run, work) => {
          within.push(run.run);
          return work();
        },
        ended: (run, outcome, seconds) => void told.push({ run, outcome, seconds }),
      };
      const fails = () => {
        throw new Error('no luck');
      };
      await aScheduler(store.target, reported, 30_000, watch).start([aTally('good').sweep, aSweep('bad', 100, fails)]);
      await eventually('a run of each', () => new Set(told.map(({ run }) => run.sweep)).size === 2);
      for (const { run, outcome, seconds } of told) {
        expect(outcome).to.equal(run.sweep === 'good' ? 'done' : 'failed');
        expect(seconds).to.be.within(0, 5);
        expect(within).to.include(run.run);
      }
      const failed = told.filter(({ outcome }) => outcome === 'failed').map(({ run }) => run.run);
      expect(failed).to.include(reported.find(({ name }) => name === 'bad')?.run);
    });

    it('counts its jobs', async () => {
      const scheduler = aScheduler(store.target);
      await scheduler.start([aTally('tick', 60_000).sweep]);
      const counts = await scheduler.jobCounts();
      expect(counts).to.include.keys('waiting', 'active', 'delayed', 'failed');
    });

    it('works through more sweeps, and more often, than Node likes to listen, without a warning', async () => {
      const warnings: string[] = [];
      const note = (warning: Error) => void warnings.push(String(warning));
      process.on('warning', note);
      let waiting = 0;
      const waits = async (signal: AbortSignal) => {
        waiting += 1;
        await sleep(20_000, undefined, { signal });
      };
      const sweeps = Array.from({ length: 20 }, (_, nth) => aSweep(`sweep-${nth}`, 50, waits));
      const tally = aTally('quick', 50);
      await aScheduler(store.target).start([...sweeps, tally.sweep]);
      await eventually('all at once', () => waiting === sweeps.length && tally.runs > 25);
      await stopAll();
      process.off('warning', note);
      expect(warnings).to.deep.equal([]);
    });

    it('removes the schedules of sweeps that no longer exist', async () => {
      const retired = aTally('retired');
      const first = aScheduler(store.target);
      await first.start([retired.sweep, aTally('kept').sweep]);
      await eventually('a run of the old sweep', () => retired.runs > 0);
      await first.stop(1_000);
      await aScheduler(store.target).start([aTally('kept').sweep]);
      expect(await schedulesIn(store.target)).to.deep.equal(['kept']);
    });

    it('keeps the pace of a sweep that runs longer than the schedules are asserted', async () => {
      const tally = aTally('slow', 250);
      await aScheduler(store.target, [], 50).start([tally.sweep]);
      await sleep(900);
      expect(tally.runs).to.be.within(3, 5);
    });
  });
}

describe('SweepScheduler when Redis fails', () => {
  const running: TestRedis[] = [];

  async function redisOn(port: number): Promise<TestRedis> {
    const redis = await startRedis({ port });
    running.push(redis);
    return redis;
  }

  afterEach(async () => {
    await stopAll();
    await Promise.all(running.splice(0).map((redis) => redis.stop()));
  });

  // How soon it is in production: test/fault/whole, which empties the Redis of real processes.
  it('schedules again on a Redis that has lost its data', async () => {
    const redis = await redisOn(await freePort());
    const tally = aTally();
    await aScheduler({ kind: 'redis', url: redis.url }, [], 200).start([tally.sweep]);
    await eventually('a run', () => tally.runs > 0);
    await redis.flush();
    const before = tally.runs;
    await eventually('three more runs', () => tally.runs >= before + 3);
  });

  for (const policy of ['allkeys-lru', 'volatile-ttl']) {
    it(`refuses a Redis that may throw jobs away (${policy}), and takes none of them`, async () => {
      const redis = await redisOn(await freePort());
      await redis.configure('maxmemory-policy', policy);
      const tally = aTally();
      const refusal = await rejectionOf(aScheduler({ kind: 'redis', url: redis.url }).start([tally.sweep]));
      expect(refusal.name).to.equal('EvictingRedis');
      expect(refusal.message).to.equal(
        `Redis has maxmemory-policy ${policy} and may throw jobs away; set it to noeviction`,
      );
      await sleep(300);
      expect(tally.runs).to.equal(0);
    });
  }

  it('starts without Redis, reports it, and schedules as soon as it is there', async () => {
    const port = await freePort();
    const reported: Reported[] = [];
    const tally = aTally();
    const before = Date.now();
    const scheduler = aScheduler({ kind: 'redis', url: `redis://127.0.0.1:${port}` }, reported);
    await scheduler.start([tally.sweep]);
    expect(Date.now() - before).to.be.lessThan(3_500);
    expect(reported).not.to.deep.equal([]);
    await redisOn(port);
    await eventually('three runs', () => tally.runs >= 3);
  });

  it('goes on after Redis was away, and stops in time while it is', async () => {
    const port = await freePort();
    const redis = await redisOn(port);
    const tally = aTally();
    const scheduler = aScheduler({ kind: 'redis', url: redis.url });
    await scheduler.start([tally.sweep]);
    await eventually('a run', () => tally.runs > 0);
    await redis.stop();
    await sleep(300);
    const second = await redisOn(port);
    const before = tally.runs;
    await eventually('three more runs', () => tally.runs >= before + 3);
    await second.stop();
    const stopping = Date.now();
    await scheduler.stop(500);
    expect(Date.now() - stopping).to.be.lessThan(4_000);
  });
});

/** A PostgreSQL that lets everybody in and dies at the first question, each time. */
async function aDyingDatabase(): Promise<Store & { readonly questions: () => number }> {
  const letIn = Buffer.from([...Buffer.from('R'), 0, 0, 0, 8, 0, 0, 0, 0, ...Buffer.from('Z'), 0, 0, 0, 5, 0x49]);
  let questions = 0;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(letIn);
      socket.once('data', () => {
        questions += 1;
        socket.destroy();
      });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `postgres://seahorse@127.0.0.1:${(server.address() as AddressInfo).port}/seahorse`;
  return {
    target: { kind: 'postgres', url, schema: 'bullmq' },
    questions: () => questions,
    close: async () => void server.close(),
  };
}

describe('the schema of the queue', () => {
  it('is made once, by several at a time, and then used by somebody who may make nothing', async () => {
    const { url, knex, drop } = await migratedDatabase();
    expect(await pendingQueueVersions(url)).to.not.deep.equal([]);
    const made = await Promise.all([1, 2, 3].map(() => migrateQueueSchema(url, { role: ROLE_OF.worker })));
    expect(made.some(({ from, to }) => from < to)).to.equal(true);
    expect((await migrateQueueSchema(url, { role: ROLE_OF.worker })).from).to.equal(made[0]?.to);
    expect(await pendingQueueVersions(url)).to.deep.equal([]);
    await knex.raw("create role schema_user login password 'queue' in role seahorse_worker");
    const restricted = new URL(url);
    [restricted.username, restricted.password] = ['schema_user', 'queue'];
    const tally = aTally();
    await aScheduler({ kind: 'postgres', url: restricted.href, schema: 'bullmq' }).start([tally.sweep]);
    await eventually('three runs', () => tally.runs >= 3);
    await stopAll();
    await knex.raw('drop role schema_user');
    await drop();
  });
});

describe('SweepScheduler when PostgreSQL fails', () => {
  it('gives a schedule that has lost what comes next another one', async () => {
    const database = await freshDatabase();
    await migrateQueueSchema(database.url);
    const tally = aTally();
    const scheduler = aScheduler({ kind: 'postgres', url: database.url, schema: 'bullmq' }, [], 200);
    await scheduler.start([tally.sweep]);
    await eventually('a run', () => tally.runs > 0);
    const client = new pg.Client(database.url);
    await client.connect();
    await eventually('a loss', async () => ((await client.query('delete from bullmq.job')).rowCount ?? 0) > 0);
    const before = tally.runs;
    await eventually('three more runs', () => tally.runs >= before + 3);
    await client.end();
    await scheduler.stop(500);
    await database.drop();
  });

  it('outlives a database that dies under each of its questions, and reports it', async () => {
    const database = await aDyingDatabase();
    const reported: Reported[] = [];
    const scheduler = aScheduler(database.target, reported);
    await scheduler.start([aTally().sweep]);
    await eventually('a second attempt', () => database.questions() > 3);
    expect(reported.map(({ error }) => String(error)).join()).to.include('terminated unexpectedly');
    await scheduler.stop(500);
    await database.close();
  });

  it('outlives one that dies while the connection that waits for jobs is being closed', async () => {
    const database = await freshDatabase();
    const connection = { connectionString: database.url, migrate: true };
    const { connection: ours } = createLastingPostgresBackend('sweeps', { connection });
    await ours.waitUntilReady();
    const client = (await ours.getListenClient()) as unknown as EventEmitter;
    const closed = ours.close();
    await Promise.resolve();
    client.emit('error', new Error('terminating connection due to unexpected postmaster exit'));
    await closed;
    await database.drop();
  });
});
