import { expect } from 'chai';
import type { Knex } from 'knex';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import { aBusyAccount } from '../support/busy-books.ts';
import { connect, type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';

/** What is kept for good, with a column of each. */
const KEPT: Readonly<Record<string, string>> = {
  'audit.events': 'action',
  'catalog.sold_api_prices': 'version',
  'ledger.adjustments': 'account_id',
  'ledger.entries': 'account_id',
  'ledger.reversals': 'account_id',
  'ledger.sealed_heads': 'account_id',
  'ledger.seals': 'no',
};
const ROLES = ['seahorse_app', 'seahorse_worker', 'seahorse_operator'] as const;
const FORBIDDEN = '42501';

const rewriting = (table: string): readonly string[] => [
  `update ${table} set ${KEPT[table]} = ${KEPT[table]}`,
  `update ${table} set ${KEPT[table]} = ${KEPT[table]} where false`,
  `delete from ${table}`,
  `truncate ${table} cascade`,
];

/** Ways around the grants, of which none may be one. */
const around = (table: string, role: string): readonly string[] => [
  `merge into ${table} as t using (select 1) as s on true when matched then delete`,
  `with gone as (delete from ${table} returning 1) select count(*) from gone`,
  `insert into ${table} select * from ${table} on conflict do nothing; delete from ${table}`,
  `select 1 from ${table} for update`,
  `do $$ begin execute 'lock table ${table} in access exclusive mode'; end $$`,
  `alter table ${table} add column more int`,
  `alter table ${table} disable trigger all`,
  `alter table ${table} owner to ${role}`,
  `alter table ${table} rename to other`,
  `alter table ${table} set schema pg_temp`,
  `alter table ${table} no force row level security`,
  `drop table ${table}`,
  `drop schema ${table.split('.')[0]} cascade`,
  `create trigger more before insert on ${table} execute function ledger.refuse_change()`,
  `create rule more as on insert to ${table} do instead nothing`,
  `create policy more on ${table}`,
  `create index on ${table} (${KEPT[table]})`,
  `create table ${table.split('.')[0]}.mine (id int)`,
  `create function ${table.split('.')[0]}.mine() returns void language sql as ''`,
  `create or replace function ledger.refuse_change() returns trigger language plpgsql as 'begin return new; end'`,
  `grant delete on ${table} to ${role}; delete from ${table}`,
  `copy ${table} from program 'true'`,
  `copy (select 1) to '/tmp/journal'`,
  'set session_replication_role = replica',
  'set role seahorse',
  'set session authorization seahorse',
  'reset role; reset session authorization; delete from ledger.entries',
  "update pg_catalog.pg_class set relacl = null where relname = 'entries'",
  "delete from pg_catalog.pg_trigger where tgname = 'entries_append_only'",
  "select pg_read_file('/etc/passwd')",
  'alter system set fsync = off',
  `alter role ${role} superuser`,
  `create role more superuser`,
  'create extension adminpack',
  `create event trigger more on ddl_command_start execute function ledger.refuse_change()`,
  `do $$ begin execute 'delete from ${table}'; end $$`,
];

/** Each with a login of its own, which is a member of that role and of nothing else: as in production. */
describe('What is written for good', () => {
  let database: MigratedDatabase;
  const logins = new Map<string, Knex>();
  before(async () => {
    database = await migratedDatabase();
    await aBusyAccount(database.uow);
    for (const role of ROLES) {
      await database.knex.raw(`create role login_${role} login in role ${role}`);
      const url = new URL(database.url);
      url.username = `login_${role}`;
      logins.set(role, connect(url.href, 2, role));
    }
  });
  after(async () => {
    for (const [role, knex] of logins) {
      await knex.destroy();
      await database.knex.raw(`drop role login_${role}`);
    }
    await database.drop();
  });
  const faultOf = async (knex: Knex, sql: string): Promise<{ readonly code?: string; readonly message: string }> =>
    knex.raw(sql).then(
      () => ({ message: 'was not refused' }),
      (error: Error & { code?: string }) => error,
    );
  const loginOf = (role: string): Knex => logins.get(role) as Knex;

  for (const table of Object.keys(KEPT)) {
    for (const role of ROLES) {
      it(`of ${table} cannot be rewritten by ${role}`, async () => {
        for (const sql of rewriting(table)) {
          const { code, message } = await faultOf(loginOf(role), sql);
          expect([code, message]).to.deep.equal([
            FORBIDDEN,
            `${sql} - permission denied for table ${table.split('.')[1]}`,
          ]);
        }
      });
      it(`of ${table} is reached by ${role} on no way around`, async () => {
        for (const sql of around(table, role)) {
          const { code, message } = await faultOf(loginOf(role), sql);
          // What this version of PostgreSQL does not know, or refuses for everybody, is no way either.
          expect(code, `${sql}: ${message}`).to.be.oneOf([FORBIDDEN, '42809', '0A000', '42P16', '58P01']);
        }
      });
    }
    it(`of ${table} is not rewritten by its owner either, whose triggers refuse it`, async () => {
      for (const sql of rewriting(table)) {
        const { code, message } = await faultOf(database.knex, sql);
        expect([code, message]).to.satisfy(() => code === FORBIDDEN && message.includes('append-only'), message);
      }
    });
  }

  it('is written to the real tables, though a table of the same name lies in everybody’s way', async () => {
    const knex = loginOf('seahorse_app');
    const count = async () =>
      (await rowsOf<{ n: bigint }>(database.knex, 'select count(*) as n from ledger.entries', []))[0]?.n;
    const before = await count();
    await knex.transaction(async (trx) => {
      await trx.raw(
        'create temp table entries (like ledger.entries); create temp table accounts (like ledger.accounts)',
      );
      await trx.raw('set local search_path = pg_temp, public');
      await trx.raw(`select ledger.lock_account(id) from ledger.accounts;
        select ledger.post_deed(account_id, gen_random_uuid(), now(), '{expire}', array[id], '{1}', null, null, null, null, null)
        from ledger.lots where remaining > 0 limit 1`);
      expect((await rowsOf<{ n: bigint }>(trx, 'select count(*) as n from pg_temp.entries', []))[0]?.n).to.equal(0n);
    });
    expect(await count()).to.equal((before ?? 0n) + 1n);
  });
});
