import { expect } from 'chai';
import { BullMqSweepScheduler } from '../../src/adapters/bullmq/bullmq-sweep-scheduler.ts';
import { migrateQueueSchema, pendingQueueVersions } from '../../src/adapters/bullmq/migrate-queue-schema.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';

describe('The schema of the queue', () => {
  let database: MigratedDatabase;
  let worker: string;
  before(async () => {
    database = await migratedDatabase(2);
    await database.knex.raw('create role queue_worker login in role seahorse_worker');
    const url = new URL(database.url);
    url.username = 'queue_worker';
    worker = url.href;
  });
  after(async () => {
    await database.knex.raw('drop role queue_worker');
    await database.drop();
  });

  it('is made once, and tells from which version to which', async () => {
    const pending = await pendingQueueVersions(database.url);
    expect(pending[0]).to.equal(1);
    const to = pending.at(-1);
    expect(await migrateQueueSchema(database.url, { role: 'seahorse_worker' })).to.deep.equal({ from: 0, to });
    expect(await migrateQueueSchema(database.url, { role: 'seahorse_worker' })).to.deep.equal({ from: to, to });
    expect(await pendingQueueVersions(worker)).to.deep.equal([]);
  });

  it('serves workers whose login owns nothing and may make nothing', async () => {
    const faults: unknown[] = [];
    const scheduler = new BullMqSweepScheduler({
      target: { kind: 'postgres', url: worker, schema: 'bullmq', role: 'seahorse_worker' },
      onError: (_, error) => faults.push(error),
    });
    const ran = new Promise<void>((resolve) => {
      void scheduler.start([{ name: 'look', everyMs: 100, run: async () => resolve() }]);
    });
    await ran;
    await scheduler.stop(2_000);
    expect(faults).to.deep.equal([]);
  }).timeout(20_000);
});
