import { type EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { BullMqSweepScheduler } from '../../src/adapters/bullmq/bullmq-sweep-scheduler.ts';
import { type BullMqTarget, openConnections } from '../../src/adapters/bullmq/connections.ts';
import { createLastingPostgresBackend } from '../../src/adapters/bullmq/postgres-backend.ts';
import type { Sweep } from '../../src/application/shared/sweep.ts';
import { freshDatabase } from '../support/postgres.ts';
import { freePort, startRedis, type TestRedis } from '../support/redis.ts';

type Store = { readonly target: BullMqTarget; close(): Promise<void> };

const stores: Record<string, () => Promise<Store>> = {
  Redis: async () => {
    const redis = await startRedis();
    return { target: { kind: 'redis', url: redis.url }, close: redis.stop };
  },
  PostgreSQL: async () => {
    const database = await freshDatabase();
    return { target: { kind: 'postgres', url: database.url, schema: 'bullmq' }, close: database.drop };
  },
};

const started: BullMqSweepScheduler[] = [];

type Reported = { readonly name: string; readonly error: unknown };

function aScheduler(target: BullMqTarget, reported: Reported[] = [], reassertEveryMs = 30_000): BullMqSweepScheduler {
  const onError = (name: string, error: unknown) => void reported.push({ name, error });
  const scheduler = new BullMqSweepScheduler({ target, onError, reassertEveryMs });
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

async function eventually(what: string, holds: () => boolean, withinMs = 6_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (!holds()) {
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

  it('schedules again on a Redis that has lost its data', async () => {
    const redis = await redisOn(await freePort());
    const tally = aTally();
    await aScheduler({ kind: 'redis', url: redis.url }, [], 200).start([tally.sweep]);
    await eventually('a run', () => tally.runs > 0);
    await redis.flush();
    const before = tally.runs;
    await eventually('three more runs', () => tally.runs >= before + 3);
  });

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

describe('SweepScheduler when PostgreSQL fails', () => {
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
