import { createServer, type Server } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import { Pulse } from '../../src/adapters/postgres/pulse.ts';
import { asUnavailable } from '../../src/adapters/postgres/unavailable.ts';
import { Unavailable } from '../../src/domain/shared/faults.ts';
import { DatabaseGate } from '../fault/whole/machine/database-gate.ts';
import { DatabaseProxy } from '../support/http/database-proxy.ts';
import { eventually } from '../support/http/eventually.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { rejectionOf } from '../support/rejection.ts';

const TIMES = { poolSize: 2, acquireTimeoutMs: 300, statementTimeoutMs: 1_000, lockTimeoutMs: 200 };

describe('PostgreSQL', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());
  const now = (uow: PostgresUnitOfWork) => uow.run(({ clock }) => clock.now());

  it('is unavailable where nobody listens', async () => {
    const knex = connectPostgres({ url: 'postgres://app@127.0.0.1:1/app', ...TIMES });
    const fault = await rejectionOf(now(new PostgresUnitOfWork(knex)));
    await knex.destroy();
    expect(fault).to.be.instanceOf(Unavailable);
    expect(fault).to.include({ dependency: 'database' });
  });

  it('is unavailable when it takes the connection and says nothing', async () => {
    const silent: Server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as { port: number };
    const knex = connectPostgres({ url: `postgres://app@127.0.0.1:${port}/app`, ...TIMES });
    const fault = await rejectionOf(now(new PostgresUnitOfWork(knex)));
    await knex.destroy();
    silent.close();
    expect(fault).to.be.instanceOf(Unavailable);
  });

  it('is unavailable when it falls silent, and serves again over new connections, without a restart', async () => {
    const proxy = new DatabaseProxy(database.url);
    const knex = connectPostgres({ url: await proxy.mend(database.url), ...TIMES });
    const uow = new PostgresUnitOfWork(knex, { deadlineMs: 500 });
    await now(uow);
    proxy.freeze();
    const startedAt = performance.now();
    expect(await rejectionOf(now(uow))).to.be.instanceOf(Unavailable);
    expect(performance.now() - startedAt).to.be.lessThan(1_500);
    expect(await now(uow)).to.be.instanceOf(Date);
    await knex.destroy();
    await proxy.cut();
  });

  it('tells all who wait within two seconds that it has fallen silent, and lets nobody wait until it is back', async () => {
    const gate = await DatabaseGate.to(database.url);
    const url = gate.through(database.url);
    const pulse = new Pulse({ url });
    const knex = connectPostgres({ ...TIMES, acquireTimeoutMs: 3_000, url });
    const uow = new PostgresUnitOfWork(knex, { presence: pulse });
    const askAndTime = async (): Promise<number> => {
      const sentAt = performance.now();
      expect(await rejectionOf(now(uow))).to.be.instanceOf(Unavailable);
      return performance.now() - sentAt;
    };
    pulse.start();
    try {
      // Also where others have heard something while the question was under way.
      for (let asked = 0; asked < 20; asked++) await now(uow);
      gate.swallow();
      // Two have a connection, the others wait for one.
      const waited = await Promise.all(Array.from({ length: 6 }, askAndTime));
      expect(Math.max(...waited)).to.be.lessThan(2_000);
      expect(await askAndTime()).to.be.lessThan(100);
      await gate.open();
      await eventually(async () => expect(await now(uow)).to.be.instanceOf(Date));
    } finally {
      await pulse.stop();
      await knex.destroy();
      await gate.refuse();
    }
  });

  it('is unavailable when every connection is taken for too long', async () => {
    const knex = connectPostgres({ url: database.url, ...TIMES, poolSize: 1 });
    const uow = new PostgresUnitOfWork(knex);
    const fault = await uow.run(() => rejectionOf(now(uow)));
    expect(fault).to.be.instanceOf(Unavailable);
    expect(await now(uow)).to.be.instanceOf(Date);
    await knex.destroy();
  });

  it('is unavailable to a transaction whose connection dies, and serves the next one', async () => {
    const uow = database.uow;
    const fault = await rejectionOf(
      uow.run(async ({ clock }) => {
        const others = `select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()`;
        await database.knex.raw(others);
        await clock.now();
      }),
    );
    expect(fault).to.be.instanceOf(Unavailable);
    expect(await now(uow)).to.be.instanceOf(Date);
  });

  it('is unavailable to who waits too long for somebody else’s lock', async () => {
    const knex = connectPostgres({ url: database.url, ...TIMES });
    const impatient = new PostgresUnitOfWork(knex);
    const fault = await database.uow.run(async ({ users }) => {
      await users.lockIdentity('wx1', 'o-1');
      return rejectionOf(impatient.run((stores) => stores.users.lockIdentity('wx1', 'o-1')));
    });
    await knex.destroy();
    expect(fault).to.be.instanceOf(Unavailable);
  });

  it('lets who waits for a lock have it once its holder has stood still for too long', async () => {
    const times = { ...TIMES, lockTimeoutMs: 2_000, idleTransactionTimeoutMs: 300 };
    const knex = connectPostgres({ url: database.url, ...times });
    const uow = new PostgresUnitOfWork(knex);
    const lock = (run: PostgresUnitOfWork, then = async () => {}) =>
      run.run(async ({ users, clock }) => {
        await users.lockIdentity('wx1', 'o-1');
        await then();
        return clock.now();
      });
    const waiting = { at: null as Promise<Date> | null };
    const fault = await rejectionOf(
      lock(uow, async () => {
        waiting.at = lock(uow);
        await setTimeout(1_000);
      }),
    );
    expect(fault).to.be.instanceOf(Unavailable);
    expect(await waiting.at).to.be.instanceOf(Date);
    await knex.destroy();
  });

  it('runs a transaction again that was undone for another one’s sake', async () => {
    const runs = { one: 0, other: 0 };
    const holding: string[] = [];
    const lockBoth = (name: 'one' | 'other', first: string, second: string) =>
      database.uow.run(async ({ users }) => {
        runs[name] += 1;
        await users.lockIdentity('deadlock', first);
        holding.push(first);
        while (new Set(holding).size < 2) await setTimeout(5);
        await users.lockIdentity('deadlock', second);
      });
    await Promise.all([lockBoth('one', 'a', 'b'), lockBoth('other', 'b', 'a')]);
    expect(runs.one + runs.other, 'one of the two ran twice').to.equal(3);
  });

  it('does not call a fault of ours unavailable', async () => {
    const fault = await rejectionOf(database.uow.run(({ users }) => users.find('not a uuid' as never)));
    expect(fault).not.to.be.instanceOf(Unavailable);
    expect(fault).to.include({ code: '22P02' });
  });

  for (const code of [
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ETIMEDOUT',
    '55P03',
    '57014',
    '57P01',
    '57P05',
    '25P03',
    '25P04',
    '53300',
    '08006',
  ]) {
    it(`is unavailable after ${code}`, () => {
      const cause = Object.assign(new Error('lost'), { code });
      expect(asUnavailable(cause)).to.be.instanceOf(Unavailable).and.to.have.property('cause', cause);
    });
  }

  for (const code of ['23505', '40P01', '42P01', 'ERR_ASSERTION']) {
    it(`is not unavailable after ${code}`, () => {
      const fault = Object.assign(new Error('a fault'), { code });
      expect(asUnavailable(fault)).to.equal(fault);
    });
  }
});
