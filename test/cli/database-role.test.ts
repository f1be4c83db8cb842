import { expect } from 'chai';
import { pino } from 'pino';
import { migrationSource } from '../../migrations/migration-source.ts';
import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import { Closers } from '../../src/cli/system/closers.ts';
import { readConfig } from '../../src/cli/system/config.ts';
import { migrateDatabaseAt } from '../../src/cli/system/migrate-database.ts';
import { openDatabase } from '../../src/cli/system/open-database.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { freshDatabase } from '../support/postgres.ts';
import { rejectionOf } from '../support/rejection.ts';

const LIMITS = { acquireTimeoutMs: 5_000, statementTimeoutMs: 10_000, lockTimeoutMs: 10_000 };
const OTHER_NAME = 'seahorse_app_of_other_tests';

/** Roles belong to the whole server: each test leaves them as they were. */
describe('The role that the database is opened with', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase(2);
    await database.knex.raw('create role stranger login; create role member login; grant seahorse_app to member');
  });
  after(async () => {
    await database.knex.raw('drop owned by stranger, member; drop role stranger, member');
    await database.drop();
  });

  const as = (user: string, url = database.url): string => {
    const named = new URL(url);
    named.username = user;
    return named.href;
  };

  /** What it runs as, and what the log says about it. */
  async function open(url: string) {
    const outcome = readConfig({ DATABASE_URL: url });
    if (outcome.kind !== 'valid') throw new Error(outcome.errors.join());
    const said: string[] = [];
    const closers = new Closers(() => {});
    const logger = pino({}, { write: (line) => void said.push(JSON.parse(line).msg) });
    try {
      const opened = await openDatabase(outcome.config, logger, closers);
      const [row] = await rowsOf<{ who: string }>(opened.knex, 'select current_user as who', []);
      return { role: opened.role, who: row?.who, said };
    } finally {
      await closers.close();
    }
  }

  it('is the application’s for whoever may take it: the owner, and a member who owns nothing', async () => {
    for (const user of ['seahorse', 'member']) {
      expect(await open(as(user))).to.deep.equal({ role: 'seahorse_app', who: 'seahorse_app', said: [] });
    }
  });

  it('is the user’s own where it is not a member, and the log says what to do', async () => {
    expect(await open(as('stranger'))).to.deep.equal({
      ...{ role: null, who: 'stranger' },
      said: ['the database user may change the books: as an administrator, grant seahorse_app to it'],
    });
  });

  it('is the user’s own in a database that has not been migrated so far', async () => {
    const empty = await freshDatabase();
    expect(await open(empty.url)).to.deep.equal({ role: null, who: 'seahorse', said: [] });
    await empty.drop();
  });

  /** While `work` runs, the server has no role of that name. */
  async function withoutTheRole(work: () => Promise<void>): Promise<void> {
    await database.knex.raw(`alter role seahorse_app rename to ${OTHER_NAME}`);
    try {
      await work();
    } finally {
      await database.knex.raw('drop role if exists seahorse_app');
      await database.knex.raw(`alter role ${OTHER_NAME} rename to seahorse_app`);
    }
  }

  it('is made by the migration, once, though several databases of one server are migrated at a time', async () => {
    await withoutTheRole(async () => {
      const databases = [await freshDatabase(), await freshDatabase(), await freshDatabase(), await freshDatabase()];
      const migrated = await Promise.all(databases.map(({ url }) => migrateDatabaseAt(url)));
      for (const [nth, applied] of migrated.entries()) {
        expect(applied).to.include('0016_books');
        expect((await open((databases[nth] as { url: string }).url)).role).to.equal('seahorse_app');
      }
      for (const each of databases) await each.drop();
    });
  }).timeout(120_000);

  it('is asked of an administrator where the migrating user may not make it, in words that can be run', async () => {
    await withoutTheRole(async () => {
      const own = await freshDatabase();
      await onDatabase(
        own.url,
        'grant create on database :database: to stranger; grant create on schema public to stranger',
      );
      const { name, message } = (await rejectionOf(migrateDatabaseAt(as('stranger', own.url)))) as Error;
      expect([name, message]).to.deep.equal([
        'ExpectedFailure',
        `the database has no role seahorse_app, and this user may not make one; as an administrator, run
  create role seahorse_app nologin;
  grant seahorse_app to <the user in DATABASE_URL>;
then migrate again`,
      ]);
      await onDatabase(own.url, 'create role seahorse_app nologin; grant seahorse_app to stranger');
      expect(await migrateDatabaseAt(as('stranger', own.url))).to.include('0016_books');
      expect((await open(as('stranger', own.url))).who).to.equal('seahorse_app');
      await own.drop();
    });
  }).timeout(120_000);

  it('loses its rights in this database, and stays for others, when the migration is taken back', async () => {
    const { knex, drop } = await migratedDatabase(2);
    for (let undone: string[] = []; !undone.includes('0016_books'); ) {
      [, undone] = (await knex.migrate.down({ migrationSource })) as [number, string[]];
    }
    const [row] = await rowsOf<{ rights: bigint; defaults: bigint; roles: bigint }>(
      knex,
      `select (select count(*) from pg_class where relacl::text like '%seahorse_app%')
                + (select count(*) from pg_proc where proacl::text like '%seahorse_app%')
                + (select count(*) from pg_namespace where nspacl::text like '%seahorse_app%') as rights,
              (select count(*) from pg_default_acl where defaclacl::text like '%seahorse_app%') as defaults,
              (select count(*) from pg_roles where rolname = 'seahorse_app') as roles`,
      [],
    );
    expect(row).to.deep.equal({ rights: 0n, defaults: 0n, roles: 1n });
    await drop();
  });
});

async function onDatabase(url: string, statements: string): Promise<void> {
  const knex = connectPostgres({ url, poolSize: 1, ...LIMITS });
  await knex.raw(statements.replace(':database:', new URL(url).pathname.slice(1)));
  await knex.destroy();
}
