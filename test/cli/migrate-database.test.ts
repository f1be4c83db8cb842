import { expect } from 'chai';
import type { Knex } from 'knex';
import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import { migrateDatabase, pendingMigrations } from '../../src/cli/system/migrate-database.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

const NAMES = ['0001_identity', '0002_catalog', '0003_ordering', '0004_ledger', '0005_keyvault', '0006_promotions'];

describe('migrateDatabase', () => {
  let database: TestDatabase;
  const processes: Knex[] = [];
  const aProcess = (): Knex => {
    const limits = { acquireTimeoutMs: 20_000, statementTimeoutMs: 20_000, lockTimeoutMs: 20_000 };
    const knex = connectPostgres({ url: database.url, poolSize: 3, ...limits });
    processes.push(knex);
    return knex;
  };

  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((knex) => knex.destroy()));
    await database.drop();
  });

  it('applies every migration, and none the second time', async () => {
    const knex = aProcess();
    expect(await pendingMigrations(knex)).to.include.members(NAMES);
    expect(await migrateDatabase(knex)).to.include.members(NAMES);
    expect(await pendingMigrations(knex)).to.deep.equal([]);
    expect(await migrateDatabase(knex)).to.deep.equal([]);
  });

  it('applies each migration once when four processes start together', async () => {
    const applied = (await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(aProcess())))).flat();
    expect(new Set(applied).size).to.equal(applied.length);
    expect(applied).to.include.members(NAMES);
  });

  it('goes on after a process that was killed in the middle and left its mark', async () => {
    const knex = aProcess();
    await migrateDatabase(knex);
    await knex.raw('drop schema keyvault cascade');
    await knex('knex_migrations').where({ name: '0005_keyvault' }).delete();
    await knex('knex_migrations_lock').update({ is_locked: 1 });
    expect(await migrateDatabase(aProcess())).to.deep.equal(['0005_keyvault']);
  });

  it('waits for the one who migrates, and gives the lock back', async () => {
    const other = await aProcess().transaction();
    await other.raw('select pg_advisory_lock(4711001)');
    let done = false;
    const waiting = migrateDatabase(aProcess()).then(() => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(done).to.equal(false);
    await other.raw('select pg_advisory_unlock(4711001)');
    await other.commit();
    await waiting;
    await migrateDatabase(aProcess());
  });
});
