import type { Knex } from 'knex';
import { makingRoles } from '../src/adapters/postgres/missing-roles.ts';
import { rowsOf } from '../src/adapters/postgres/rows.ts';

const [API, WORKER, OPERATOR, READER] = [
  ...['seahorse_app', 'seahorse_worker', 'seahorse_operator', 'seahorse_read'],
] as [string, string, string, string];
const SCHEMAS = ['audit', 'catalog', 'identity', 'keyvault', 'ledger', 'ordering', 'usage', 'webhooks'];

/** As PostgreSQL abbreviates them. */
const PRIVILEGES: Readonly<Record<string, string>> = { r: 'select', a: 'insert', w: 'update', d: 'delete' };

/**
 * What the API, the workers and the operators' commands may do, in this order; `-` is nothing (docs/adr/0031). To lock a row
 * takes `w`. Operators have what is the API's and the workers' as well.
 */
const RIGHTS: Readonly<Record<string, string>> = {
  'audit.events': 'ar ar ar',
  'catalog.packages': 'r r arwd',
  'catalog.products': 'r r arwd',
  'catalog.promotions': 'r r arwd',
  'catalog.sold_api_prices': 'r r ar',
  'catalog.sold_apis': 'r r arwd',
  'identity.avatars': 'ard rd ard',
  'identity.checkout_orders': 'arw r arw',
  'identity.checkout_sessions': 'ar rw arw',
  'identity.closed_identities': 'r arw arw',
  'identity.closings': 'arwd arwd arwd',
  'identity.external_users': 'ar rd ard',
  'identity.follower_events': 'arw rw arw',
  'identity.followers': 'arw arwd arwd',
  'identity.login_tickets': 'arw rwd arwd',
  'identity.low_points_marks': '- arwd arwd',
  'identity.message_consents': 'arw rwd arwd',
  'identity.notices': 'ar arwd arwd',
  'identity.push_stamps': 'ar rd ard',
  'identity.session_keys': 'arw r arw',
  'identity.sessions': 'arwd rd arwd',
  'identity.users': 'arw arw arw',
  'identity.wechat_identities': 'arwd arwd arwd',
  'keyvault.api_keys': 'arw rw arw',
  'keyvault.key_meters': 'arw rw arw',
  'keyvault.refused_calls': 'arw rd arwd',
  'keyvault.service_tokens': 'r - arwd',
  'keyvault.services': 'r r arw',
  'keyvault.signing_secrets': 'r - arwd',
  'ledger.accounts': 'arw arw arw',
  'ledger.adjustments': 'r ar ar',
  'ledger.entries': 'ar ar ar',
  'ledger.freezes': 'arw arw arw',
  'ledger.holds': 'arw rw arw',
  'ledger.lots': 'arw arw arw',
  'ledger.lots_now': 'r r r',
  'ledger.reversals': 'ar r ar',
  'ledger.sealed_heads': '- ar ar',
  'ledger.seals': 'r ar ar',
  'ordering.bill_days': 'r arw arw',
  'ordering.bill_lines': '- ard ard',
  'ordering.deliveries': 'ar arw arw',
  'ordering.invoice_events': 'ar ar ar',
  'ordering.invoice_titles': 'arwd rd arwd',
  'ordering.invoices': 'arw rw arw',
  'ordering.order_events': 'ar ar ar',
  'ordering.orders': 'arw rw arw',
  'ordering.payment_attempts': 'arw rw arw',
  'ordering.payment_inbox': 'arw rw arw',
  'ordering.reconciliation_differences': 'r arw arw',
  'ordering.reconciliations': 'r arwd arwd',
  'ordering.refunds': 'arw arw arw',
  'webhooks.attempts': '- ar ar',
  'webhooks.deliveries': 'ar arw arw',
  'webhooks.endpoints': 'r rw arwd',
  'webhooks.events': 'ar ard ard',
  'webhooks.low_points_marks': '- arwd arwd',
  'webhooks.secrets': '- r arwd',
  'webhooks.told': '- arwd arwd',
};

/** What readers do not get: digests and sealed secrets, who somebody is at WeChat, and how to reach him. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  'identity.avatars': ['bytes'],
  'identity.checkout_sessions': ['sealed_token', 'request_digest'],
  'identity.closed_identities': ['digest'],
  'identity.follower_events': ['message_key', 'event'],
  'identity.followers': ['openid', 'digest'],
  'identity.login_tickets': ['scene', 'browser_secret_digest', 'asked_from'],
  'identity.push_stamps': ['nonce', 'message_key'],
  'identity.session_keys': ['openid', 'sealed'],
  'identity.sessions': ['token_digest'],
  'identity.wechat_identities': ['openid', 'unionid'],
  'keyvault.api_keys': ['digest'],
  'keyvault.service_tokens': ['digest'],
  'keyvault.signing_secrets': ['sealed'],
  'ordering.invoice_titles': ['email', 'taxpayer_number', 'bank_name', 'bank_account', 'address', 'phone'],
  'ordering.invoices': ['title', 'download_url'],
  'ordering.payment_attempts': ['payer_openid', 'request_body'],
  'ordering.payment_inbox': ['subject', 'content'],
  'ordering.refunds': ['request_body'],
  'webhooks.secrets': ['sealed'],
};

/**
 * Four roles instead of one. A table that comes later is nobody's until its migration grants it: there are no default
 * privileges any more.
 */
export async function up(knex: Knex): Promise<void> {
  await makingRoles(knex, () => knex.raw(makeRoles));
  for (const schema of SCHEMAS) {
    await knex.raw(`alter default privileges in schema ${schema} revoke all on tables from ${API};
      alter default privileges in schema ${schema} revoke all on sequences from ${API};
      alter default privileges in schema ${schema} revoke all on functions from ${API};
      grant usage on schema ${schema} to ${WORKER}, ${OPERATOR};
      grant execute on all functions in schema ${schema} to ${WORKER}, ${OPERATOR}`);
    if (schema !== 'usage') await knex.raw(`grant usage on schema ${schema} to ${READER}`);
  }
  for (const [table, rights] of Object.entries(RIGHTS)) {
    await knex.raw(grantsOn(table, rights));
    await knex.raw(`grant select ${await shownColumns(knex, table)} on ${table} to ${READER}`);
  }
  // A payment that is settled locks the endpoints that hear of it, and changes nothing of them.
  await knex.raw(`grant update (alarmed_at) on webhooks.endpoints to ${API}`);
  await knex.raw(`grant select on knex_migrations, knex_migrations_lock to ${WORKER}, ${OPERATOR}, ${READER}`);
}

/** Several databases of one server may be migrated at once, and all of them want the roles. */
const makeRoles = /* sql */ `
  do $$
  declare
    how text := case when current_setting('server_version_num')::int < 160000 then 'MEMBER' else 'SET' end;
    wanted text;
  begin
    foreach wanted in array array['${WORKER}', '${OPERATOR}', '${READER}'] loop
      begin
        if not exists (select 1 from pg_roles where rolname = wanted) then
          execute format('create role %I nologin', wanted);
        end if;
      exception when duplicate_object or unique_violation then
        null;
      end;
    end loop;
    foreach wanted in array array['${API}', '${WORKER}'] loop
      begin
        if not pg_has_role('${OPERATOR}', wanted, 'MEMBER') then
          execute format('grant %I to ${OPERATOR}', wanted);
        end if;
      exception when duplicate_object or unique_violation then
        null;
      end;
    end loop;
    begin
      if not pg_has_role('${OPERATOR}', how) then
        grant ${OPERATOR} to current_user;
      end if;
    exception when insufficient_privilege or duplicate_object or unique_violation then
      -- The application says so when it starts.
      null;
    end;
  end $$;
`;

const grantsOn = (table: string, rights: string): string =>
  [API, WORKER, OPERATOR]
    .map((role, nth) => {
      const granted = [...(rights.split(' ')[nth] ?? '')].flatMap((letter) => PRIVILEGES[letter] ?? []);
      const grant = granted.length === 0 ? '' : `; grant ${granted.join(', ')} on ${table} to ${role}`;
      return `revoke all on ${table} from ${role}${grant}`;
    })
    .join(';\n');

/** Nothing where all of them are shown: then one that comes later is shown as well. */
async function shownColumns(knex: Knex, table: string): Promise<string> {
  const hidden = HIDDEN[table];
  if (!hidden) return '';
  const sql = `select attname from pg_attribute where attrelid = ?::regclass and attnum > 0 and not attisdropped order by attnum`;
  const columns = (await rowsOf<{ attname: string }>(knex, sql, [table])).map(({ attname }) => attname);
  const unknown = hidden.filter((name) => !columns.includes(name));
  if (unknown.length > 0) throw new Error(`${table} has no column ${unknown.join(', ')}`);
  return `(${columns.filter((name) => !hidden.includes(name)).join(', ')})`;
}

/** One role again, with what it had. The others belong to the whole server and stay, without a right in this database. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`revoke select on knex_migrations, knex_migrations_lock from ${WORKER}, ${OPERATOR}, ${READER}`);
  for (const schema of SCHEMAS) {
    for (const role of [WORKER, OPERATOR, READER]) {
      await knex.raw(`revoke all on all tables in schema ${schema} from ${role};
        revoke all on all functions in schema ${schema} from ${role};
        revoke all on schema ${schema} from ${role}`);
    }
    await knex.raw(grantsBefore(schema));
  }
  await knex.raw(`revoke update, delete on ledger.entries, ledger.seals, ledger.sealed_heads, ledger.adjustments,
    ledger.reversals, catalog.sold_api_prices from ${API}`);
}

const KEPT_BEFORE: Readonly<Record<string, string>> = { audit: 'select, insert', ledger: 'select, insert, update' };

function grantsBefore(schema: string): string {
  const rights = KEPT_BEFORE[schema] ?? 'select, insert, update, delete';
  return `revoke all on all tables in schema ${schema} from ${API};
    grant ${rights} on all tables in schema ${schema} to ${API};
    alter default privileges in schema ${schema} grant ${rights} on tables to ${API};
    alter default privileges in schema ${schema} grant usage, select on sequences to ${API};
    alter default privileges in schema ${schema} grant execute on functions to ${API}`;
}
