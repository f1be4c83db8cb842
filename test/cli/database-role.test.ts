import { expect } from 'chai';
import type { Knex } from 'knex';
import { pino } from 'pino';
import { migrationSource } from '../../migrations/migration-source.ts';
import type { ProcessKind } from '../../src/adapters/postgres/application-role.ts';
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
const ROLES = ['seahorse_app', 'seahorse_worker', 'seahorse_operator', 'seahorse_read'];

/** Roles belong to the whole server: each test leaves them as they were. */
describe('The role that the database is opened with', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase(2);
    await database.knex.raw(
      'create role stranger login; create role member login in role seahorse_operator; create role server login in role seahorse_app',
    );
  });
  after(async () => {
    await database.knex.raw('drop owned by stranger, member, server; drop role stranger, member, server');
    await database.drop();
  });

  const as = (user: string, url = database.url): string => {
    const named = new URL(url);
    named.username = user;
    return named.href;
  };

  /** What it runs as, and what the log says about it. */
  async function open(url: string, kind: ProcessKind = 'operator') {
    const outcome = readConfig({ DATABASE_URL: url });
    if (outcome.kind !== 'valid') throw new Error(outcome.errors.join());
    const said: string[] = [];
    const closers = new Closers(() => {});
    const logger = pino({}, { write: (line) => void said.push(JSON.parse(line).msg) });
    try {
      const opened = await openDatabase(outcome.config, logger, closers, undefined, kind);
      const [row] = await rowsOf<{ who: string }>(opened.knex, 'select current_user as who', []);
      return { role: opened.role, who: row?.who, said };
    } finally {
      await closers.close();
    }
  }

  it('is that of the kind of process, for whoever may take it: the owner, and a member who owns nothing', async () => {
    for (const [kind, role] of [
      ...[['api', 'seahorse_app'] as const, ['worker', 'seahorse_worker'] as const],
      ['operator', 'seahorse_operator'] as const,
    ]) {
      for (const user of ['seahorse', 'member']) {
        expect(await open(as(user), kind)).to.deep.equal({ role, who: role, said: [] });
      }
    }
  });

  it('is the API’s alone for a login that is a member of nothing else', async () => {
    expect(await open(as('server'), 'api')).to.deep.equal({ role: 'seahorse_app', who: 'seahorse_app', said: [] });
    expect((await open(as('server'), 'worker')).role).to.equal(null);
  });

  it('is the user’s own where it is not a member, and the log says what to do', async () => {
    const says =
      'the database user may not take the role seahorse_operator: as an administrator, grant seahorse_operator to it';
    expect(await open(as('stranger'))).to.deep.equal({ role: null, who: 'stranger', said: [says] });
  });

  it('is the user’s own in a database that has not been migrated so far', async () => {
    const empty = await freshDatabase();
    expect(await open(empty.url)).to.deep.equal({ role: null, who: 'seahorse', said: [] });
    await empty.drop();
  });

  /** While `work` runs, the server has no role of ours. */
  async function withoutTheRoles(work: () => Promise<void>): Promise<void> {
    for (const role of ROLES) await database.knex.raw(`alter role ${role} rename to ${role}_of_others`);
    try {
      await work();
    } finally {
      await database.knex.raw(`drop role if exists ${ROLES.join(', ')}`);
      for (const role of ROLES) await database.knex.raw(`alter role ${role}_of_others rename to ${role}`);
    }
  }

  it('is made by the migration, once, though several databases of one server are migrated at a time', async () => {
    await withoutTheRoles(async () => {
      const databases = [await freshDatabase(), await freshDatabase(), await freshDatabase(), await freshDatabase()];
      const migrated = await Promise.all(databases.map(({ url }) => migrateDatabaseAt(url)));
      for (const [nth, applied] of migrated.entries()) {
        expect(applied).to.include('0026_roles');
        expect((await open((databases[nth] as { url: string }).url)).role).to.equal('seahorse_operator');
      }
      for (const each of databases) await each.drop();
    });
  }).timeout(120_000);

  it('is asked of an administrator where the migrating user may not make it, in words that can be run', async () => {
    await withoutTheRoles(async () => {
      const own = await freshDatabase();
      await onDatabase(
        own.url,
        'grant create on database :database: to stranger; grant create on schema public to stranger',
      );
      const { name, message } = (await rejectionOf(migrateDatabaseAt(as('stranger', own.url)))) as Error;
      expect([name, message]).to.deep.equal([
        'ExpectedFailure',
        `the database lacks roles of ours, and this user may not make them; as an administrator, run
  create role seahorse_app nologin;
  create role seahorse_worker nologin;
  create role seahorse_operator nologin;
  create role seahorse_read nologin;
  grant seahorse_app, seahorse_worker to seahorse_operator;
  grant seahorse_operator to <the user in DATABASE_URL>;
then migrate again`,
      ]);
      const wanted = message.split('\n').slice(1, -1).join('\n');
      await onDatabase(own.url, wanted.replace('<the user in DATABASE_URL>', 'stranger'));
      expect(await migrateDatabaseAt(as('stranger', own.url))).to.include('0026_roles');
      expect((await open(as('stranger', own.url))).who).to.equal('seahorse_operator');
      await own.drop();
    });
  }).timeout(120_000);

  it('loses its rights in this database, and stays for others, when the migrations are taken back', async () => {
    const { knex, drop } = await migratedDatabase(2);
    await takeBackTo('0026_roles', knex);
    const [newer] = await rowsOf<Record<string, bigint>>(knex, rightsOf('seahorse_(worker|operator|read)'), []);
    expect(newer).to.deep.equal({ rights: 0n, defaults: 0n });
    expect((await rowsOf<{ defaults: bigint }>(knex, rightsOf('seahorse_app'), []))[0]?.defaults).to.not.equal(0n);
    await takeBackTo('0016_books', knex);
    const [all] = await rowsOf<Record<string, bigint>>(knex, rightsOf('seahorse_'), []);
    expect(all).to.deep.equal({ rights: 0n, defaults: 0n });
    const roles = await rowsOf(knex, 'select 1 from pg_roles where rolname = any(?)', [ROLES as never]);
    expect(roles).to.have.length(4);
    await drop();
  });
});

async function takeBackTo(name: string, knex: Knex): Promise<void> {
  for (let undone: string[] = []; !undone.includes(name); ) {
    [, undone] = (await knex.migrate.down({ migrationSource })) as [number, string[]];
  }
}

const rightsOf = (role: string): string => `
  select (select count(*) from pg_class where relacl::text ~ '${role}')
       + (select count(*) from pg_attribute where attacl::text ~ '${role}')
       + (select count(*) from pg_proc where proacl::text ~ '${role}')
       + (select count(*) from pg_namespace where nspacl::text ~ '${role}') as rights,
    (select count(*) from pg_default_acl where defaclacl::text ~ '${role}') as defaults`;

async function onDatabase(url: string, statements: string): Promise<void> {
  const knex = connectPostgres({ url, poolSize: 1, ...LIMITS });
  await knex.raw(statements.replace(':database:', new URL(url).pathname.slice(1)));
  await knex.destroy();
}
