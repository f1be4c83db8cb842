import { expect } from 'chai';
import { stateOfRole } from '../../src/adapters/postgres/application-role.ts';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import { aBusyAccount } from '../support/busy-books.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { rejectionOf } from '../support/rejection.ts';

const ALL = 'select insert update delete';
/** Nothing of the ledger is ever removed. */
const LASTING = 'select insert update';
const APPEND_ONLY = 'select insert';

/** What the application may do to each table and view. Who adds one says here what the application does with it. */
const RIGHTS: Readonly<Record<string, string>> = {
  'audit.events': APPEND_ONLY,
  'catalog.packages': ALL,
  'catalog.products': ALL,
  'catalog.promotions': ALL,
  'catalog.sold_api_prices': APPEND_ONLY,
  'catalog.sold_apis': ALL,
  'identity.checkout_orders': ALL,
  'identity.checkout_sessions': ALL,
  'identity.external_users': ALL,
  'identity.login_tickets': ALL,
  'identity.follower_events': ALL,
  'identity.followers': ALL,
  'identity.push_stamps': ALL,
  'identity.avatars': ALL,
  'identity.low_points_marks': ALL,
  'identity.message_consents': ALL,
  'identity.notices': ALL,
  'identity.closed_identities': ALL,
  'identity.closings': ALL,
  'identity.session_keys': ALL,
  'identity.sessions': ALL,
  'identity.users': ALL,
  'identity.wechat_identities': ALL,
  'keyvault.api_keys': ALL,
  'keyvault.key_meters': ALL,
  'keyvault.refused_calls': ALL,
  'keyvault.service_tokens': ALL,
  'keyvault.services': ALL,
  'keyvault.signing_secrets': ALL,
  'ledger.accounts': LASTING,
  'ledger.adjustments': APPEND_ONLY,
  'ledger.entries': APPEND_ONLY,
  'ledger.freezes': LASTING,
  'ledger.holds': LASTING,
  'ledger.lots': LASTING,
  'ledger.lots_now': LASTING,
  'ledger.reversals': APPEND_ONLY,
  'ledger.sealed_heads': APPEND_ONLY,
  'ledger.seals': APPEND_ONLY,
  'ordering.bill_days': ALL,
  'ordering.bill_lines': ALL,
  'ordering.deliveries': ALL,
  'ordering.fund_flows': ALL,
  'ordering.invoice_events': ALL,
  'ordering.invoice_titles': ALL,
  'ordering.invoices': ALL,
  'ordering.order_events': ALL,
  'ordering.orders': ALL,
  'ordering.payment_attempts': ALL,
  'ordering.payment_inbox': ALL,
  'ordering.reconciliation_differences': ALL,
  'ordering.reconciliations': ALL,
  'ordering.refunds': ALL,
  'public.knex_migrations': 'select',
  'public.knex_migrations_lock': 'select',
  'webhooks.attempts': ALL,
  'webhooks.deliveries': ALL,
  'webhooks.endpoints': ALL,
  'webhooks.events': ALL,
  'webhooks.low_points_marks': ALL,
  'webhooks.secrets': ALL,
  'webhooks.told': ALL,
};
/** A column of each of them; of the others it is `account_id`. */
const NAMED_OTHERWISE: Readonly<Record<string, string>> = {
  ...{ 'audit.events': 'action', 'catalog.sold_api_prices': 'version', 'ledger.seals': 'no' },
};
const KEPT_FOR_GOOD = Object.keys(RIGHTS).filter((table) => RIGHTS[table] === APPEND_ONLY);

describe('The role that the application runs as', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase();
    await aBusyAccount(database.uow);
  });
  after(() => database.drop());
  const codeOf = async (knex: MigratedDatabase['knex'], sql: string) => {
    const { code, message } = (await rejectionOf(knex.raw(sql))) as Error & { code?: string };
    return { code, message };
  };

  it('has these rights on these tables, and no other ones on no others', async () => {
    const kinds = [...ALL.split(' '), 'truncate', 'references', 'trigger'];
    const rows = await rowsOf<{ name: string; rights: string }>(
      database.knex,
      `select ns.nspname || '.' || c.relname as name, coalesce(string_agg(kind, ' ' order by nth), '') as rights
       from pg_class c join pg_namespace ns on ns.oid = c.relnamespace
       left join unnest(?::text[]) with ordinality given (kind, nth) on has_table_privilege('seahorse_app', c.oid, kind)
       where c.relkind in ('r', 'p', 'v', 'm') and ns.nspname !~ '^(pg_|information_schema$)'
       group by 1 order by 1`,
      [kinds as never],
    );
    expect(Object.fromEntries(rows.map(({ name, rights }) => [name, rights]))).to.deep.equal(RIGHTS);
  });

  it('may run every function of ours, owns nothing, makes nothing, and cannot log in', async () => {
    const [row] = await rowsOf<Record<string, unknown>>(
      database.knex,
      `select (select count(*) from pg_proc p join pg_namespace ns on ns.oid = p.pronamespace
               where ns.nspname in ('ledger', 'usage', 'catalog') and not has_function_privilege('seahorse_app', p.oid, 'execute'))
                as closed,
              (select count(*) from pg_class where relowner = role.oid) as owned,
              (select count(*) from pg_namespace
               where nspname in ('ledger', 'usage', 'catalog', 'ordering', 'keyvault', 'identity', 'public')
                 and has_schema_privilege(role.oid, oid, 'create')) as open,
              rolcanlogin or rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication as mighty
       from pg_roles role where rolname = 'seahorse_app'`,
      [],
    );
    expect(row).to.deep.equal({ closed: 0n, owned: 0n, open: 0n, mighty: false });
  });

  it('is what the stores of the tests run as', async () => {
    const [row] = await rowsOf<{ role: string }>(database.appKnex, 'select current_user as role', []);
    expect(row).to.deep.equal({ role: 'seahorse_app' });
    expect(await stateOfRole(database.knex)).to.equal('usable');
  });

  it('gets the same rights on tables that come later', async () => {
    await database.knex.raw('create table ledger.later (id int); create table identity.later (id int)');
    await database.appKnex.raw('insert into identity.later values (1); delete from identity.later');
    await database.appKnex.raw('insert into ledger.later values (1); update ledger.later set id = 2');
    expect((await codeOf(database.appKnex, 'delete from ledger.later')).code).to.equal('42501');
    await database.knex.raw('drop table ledger.later, identity.later');
  });

  const rewriting = (table: string): Readonly<Record<string, string>> => ({
    update: `update ${table} set ${columnOf(table)} = ${columnOf(table)}`,
    'update of no row': `update ${table} set ${columnOf(table)} = ${columnOf(table)} where false`,
    delete: `delete from ${table}`,
    truncate: `truncate ${table} cascade`,
  });
  const columnOf = (table: string): string => NAMED_OTHERWISE[table] ?? 'account_id';

  for (const table of KEPT_FOR_GOOD) {
    for (const [what, sql] of Object.entries(rewriting(table))) {
      it(`is refused to ${what} on ${table}, and so is the owner`, async () => {
        const { code, message } = await codeOf(database.appKnex, sql);
        expect([code, message]).to.deep.equal(['42501', `${sql} - permission denied for table ${table.split('.')[1]}`]);
        const owner = await codeOf(database.knex, sql);
        expect(owner.code).to.equal('42501');
        expect(owner.message).to.include('is append-only');
      });
    }
    it(`is refused to alter or drop ${table}, to switch its triggers off, and to take its place`, async () => {
      const altering = [
        ...[
          `alter table ${table} add column more int`,
          `alter table ${table} disable trigger all`,
          `drop table ${table}`,
        ],
        ...[
          `alter table ${table} rename to other`,
          `create trigger more before insert on ${table} execute function ledger.refuse_change()`,
        ],
        ...[`create rule more as on insert to ${table} do instead nothing`],
      ];
      for (const sql of altering) expect((await codeOf(database.appKnex, sql)).code, sql).to.equal('42501');
      expect((await codeOf(database.appKnex, 'set session_replication_role = replica')).code).to.equal('42501');
      expect((await codeOf(database.appKnex, 'create table ledger.mine (id int)')).code).to.equal('42501');
    });
  }
});
