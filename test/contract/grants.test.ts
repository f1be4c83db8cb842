import { expect } from 'chai';
import { ROLE_OF, stateOfRole } from '../../src/adapters/postgres/application-role.ts';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import { connect, type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { rejectionOf } from '../support/rejection.ts';

const ROLES = ['seahorse_app', 'seahorse_worker', 'seahorse_operator', 'seahorse_read'] as const;

/**
 * What the API, the workers, the operators’ commands and readers may do to each table and view: r reads, a adds, w changes (or
 * locks), d removes, – nothing; in brackets, some columns only. Who adds a table says here, and grants in its migration, what each
 * of them does with it.
 */
const RIGHTS: Readonly<Record<string, string>> = {
  'audit.events': 'ar ar ar r',
  'catalog.code_batches': 'r r ar r',
  'catalog.packages': 'r r arwd r',
  'catalog.products': 'r r arwd r',
  'catalog.promotions': 'r r arwd r',
  'catalog.redemption_codes': 'rw rw arw (r)',
  'catalog.sold_api_prices': 'r r ar r',
  'catalog.sold_apis': 'r r arwd r',
  'identity.avatars': 'ard rd ard (r)',
  'identity.checkout_orders': 'arw r arw r',
  'identity.checkout_sessions': 'ar rw arw (r)',
  'identity.closed_identities': 'r arw arw (r)',
  'identity.closings': 'arwd arwd arwd r',
  'identity.external_users': 'ar rd ard r',
  'identity.follower_events': 'arw rw arw (r)',
  'identity.followers': 'arw arwd arwd (r)',
  'identity.login_tickets': 'arw rwd arwd (r)',
  'identity.low_points_marks': '– arwd arwd r',
  'identity.message_consents': 'arw rwd arwd r',
  'identity.notices': 'ar arwd arwd r',
  'identity.push_stamps': 'ar rd ard (r)',
  'identity.session_keys': 'arw r arw (r)',
  'identity.sessions': 'arwd rd arwd (r)',
  'identity.users': 'arw arw arw r',
  'identity.wechat_identities': 'arwd arwd arwd (r)',
  'keyvault.api_keys': 'arw rw arw (r)',
  'keyvault.key_meters': 'arw rw arw r',
  'keyvault.refused_calls': 'arw rd arwd r',
  'keyvault.service_tokens': 'r – arwd (r)',
  'keyvault.services': 'r r arw r',
  'keyvault.signing_secrets': 'r – arwd (r)',
  'ledger.accounts': 'arw arw arw r',
  'ledger.adjustments': 'ar ar ar r',
  'ledger.entries': 'ar ar ar r',
  'ledger.freezes': 'arw arw arw r',
  'ledger.holds': 'arw rw arw r',
  'ledger.lots': 'arw arw arw r',
  'ledger.lots_now': 'r r r r',
  'ledger.reversals': 'ar r ar r',
  'ledger.sealed_heads': '– ar ar r',
  'ledger.seals': 'r ar ar r',
  'limits.requests': 'arwd – arwd –',
  'ordering.bill_days': 'r arw arw r',
  'ordering.bill_lines': '– ard ard r',
  'ordering.deliveries': 'ar arw arw r',
  'ordering.invoice_events': 'ar ar ar r',
  'ordering.invoice_titles': 'arwd rd arwd (r)',
  'ordering.invoices': 'arw rw arw (r)',
  'ordering.order_events': 'ar ar ar r',
  'ordering.orders': 'arw rw arw r',
  'ordering.payment_attempts': 'arw rw arw (r)',
  'ordering.payment_inbox': 'arw rw arw (r)',
  'ordering.reconciliation_differences': 'r arw arw r',
  'ordering.reconciliations': 'r arwd arwd r',
  'ordering.refunds': 'arw arw arw (r)',
  'public.knex_migrations': 'r r r r',
  'public.knex_migrations_lock': 'r r r r',
  'webhooks.attempts': '– ar ar r',
  'webhooks.deliveries': 'ar arw arw r',
  'webhooks.endpoints': 'r(w) rw arwd r',
  'webhooks.events': 'ar ard ard r',
  'webhooks.low_points_marks': '– arwd arwd r',
  'webhooks.secrets': '– r arwd (r)',
  'webhooks.told': '– arwd arwd r',
};

/** Names of columns that may hold what readers must not see; and those that have such a name and do not. */
const SECRET =
  /digest|hash|sealed|secret|token|openid|unionid|request_body|content|subject|nonce|scene|bytes|email|phone|account$/;
const HARMLESS = [
  ...[
    'audit.events.subject_id',
    'audit.events.subject_kind',
    'identity.avatars.content_type',
    'identity.followers.scene',
  ],
  ...[
    'keyvault.services.requires_signature',
    'ledger.accounts.hash',
    'ledger.entries.hash',
    'ledger.sealed_heads.hash',
  ],
  'ordering.reconciliation_differences.subject',
  ...['ledger.seals.digest', 'ledger.seals.previous_digest', 'ledger.seals.sealed_at'],
];

describe('The roles of the database', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  /** `ar ar ar r` by table. */
  async function rights(): Promise<Record<string, string>> {
    const rows = await rowsOf<{ name: string; role: string; all: string; some: string }>(
      database.knex,
      `select ns.nspname || '.' || c.relname as name, role,
         coalesce(string_agg(letter, '' order by nth) filter (where has_table_privilege(role, c.oid, kind)), '') as all,
         coalesce(string_agg(letter, '' order by nth) filter (where not has_table_privilege(role, c.oid, kind)
           and kind in ('select', 'insert', 'update') and has_any_column_privilege(role, c.oid, kind)), '') as some
       from pg_class c join pg_namespace ns on ns.oid = c.relnamespace
       cross join unnest(?::text[]) as role
       cross join (values (1, 'a', 'insert'), (2, 'r', 'select'), (3, 'w', 'update'), (4, 'd', 'delete'),
         (5, 'D', 'truncate'), (6, 'x', 'references'), (7, 't', 'trigger')) given (nth, letter, kind)
       where c.relkind in ('r', 'p', 'v', 'm', 'f') and ns.nspname !~ '^(pg_|information_schema$)'
       group by 1, 2 order by 1, array_position(?::text[], role)`,
      [[...ROLES] as never, [...ROLES] as never],
    );
    const found: Record<string, string[]> = {};
    for (const { name, all, some } of rows) {
      found[name] ??= [];
      found[name].push(`${all}${some && `(${some})`}` || '–');
    }
    return Object.fromEntries(Object.entries(found).map(([name, each]) => [name, each.join(' ')]));
  }

  it('have these rights on these tables, and no other ones on no others', async () => {
    const actual = await rights();
    const missing = Object.keys(actual).filter((table) => !(table in RIGHTS));
    expect(missing, 'tables without a line in RIGHTS: say there, and grant in their migration, what each role does').to
      .be.empty;
    expect(actual).to.deep.equal(RIGHTS);
  });

  it('get nothing on a table that comes later, until somebody grants it', async () => {
    for (const schema of ['identity', 'ledger', 'ordering', 'webhooks']) {
      await database.knex.raw(`create table ${schema}.later (id int)`);
      expect((await rights())[`${schema}.later`]).to.equal('– – – –');
      await database.knex.raw(`drop table ${schema}.later`);
    }
  });

  it('show readers no column that has the name of a secret', async () => {
    const rows = await rowsOf<{ name: string }>(
      database.knex,
      `select ns.nspname || '.' || c.relname || '.' || attname as name
       from pg_attribute a join pg_class c on c.oid = attrelid join pg_namespace ns on ns.oid = relnamespace
       where attnum > 0 and not attisdropped and relkind in ('r', 'p', 'v', 'm') and ns.nspname !~ '^(pg_|information_schema$)'
         and attname ~ ? and has_column_privilege('seahorse_read', c.oid, attnum, 'select') order by 1`,
      [SECRET.source],
    );
    expect(rows.map(({ name }) => name).filter((name) => !HARMLESS.includes(name))).to.deep.equal([]);
  });

  it('let readers read, and nothing else', async () => {
    const reader = connect(database.url, 1, 'seahorse_read');
    await reader.raw('select id, status, amount_fen from ordering.orders; select count(*) from ledger.entries');
    for (const sql of [
      'select token_digest from identity.sessions',
      'select * from identity.wechat_identities',
      'select sealed from webhooks.secrets',
      "select ledger.lock_account('00000000-0000-7000-8000-000000000000')",
    ]) {
      expect(await rejectionOf(reader.raw(sql)), sql).to.have.property('code', '42501');
    }
    await reader.destroy();
  });

  it('own nothing, make nothing, and cannot log in', async () => {
    const rows = await rowsOf<Record<string, unknown>>(
      database.knex,
      `select rolname as role, (select count(*) from pg_class where relowner = role.oid) as owned,
              (select count(*) from pg_namespace where nspname !~ '^pg_' and has_schema_privilege(role.oid, oid, 'create')) as open,
              rolcanlogin or rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication as mighty
       from pg_roles role where rolname = any(?) order by array_position(?::text[], rolname::text)`,
      [[...ROLES] as never, [...ROLES] as never],
    );
    expect(rows).to.deep.equal(ROLES.map((role) => ({ role, owned: 0n, open: 0n, mighty: false })));
  });

  it('may run every function of ours, none of which lends its owner’s rights', async () => {
    const [row] = await rowsOf<Record<string, unknown>>(
      database.knex,
      `select count(*) filter (where prosecdef) as lending,
              count(*) filter (where not has_function_privilege('seahorse_app', p.oid, 'execute')
                or not has_function_privilege('seahorse_worker', p.oid, 'execute')) as closed
       from pg_proc p join pg_namespace ns on ns.oid = p.pronamespace where ns.nspname !~ '^(pg_|information_schema$)'`,
      [],
    );
    expect(row).to.deep.equal({ lending: 0n, closed: 0n });
  });

  it('are what the stores of the tests run as', async () => {
    const [row] = await rowsOf<{ role: string }>(database.appKnex, 'select current_user as role', []);
    expect(row).to.deep.equal({ role: 'seahorse_operator' });
    for (const role of Object.values(ROLE_OF)) expect(await stateOfRole(database.knex, role)).to.equal('usable');
  });
});
