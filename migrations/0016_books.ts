import type { Knex } from 'knex';
import { seqAtSql } from '../src/adapters/postgres/ledger/seq-at.sql.ts';
import { makingRoles } from '../src/adapters/postgres/missing-roles.ts';

/**
 * The books around the ledger, and the role that the application runs as: it adds to what is kept for good, and neither
 * changes nor removes it (docs/adr/0021).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(seqAtSql);
  await makingRoles(knex, () => knex.raw(makeRole));
  await knex.raw(grants);
}

/** The role belongs to the whole server and may be another database's too: it stays, without a right in this one. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(revokes);
  await knex.raw('drop function ledger.seq_at');
}

const ROLE = 'seahorse_app';
const SCHEMAS = ['identity', 'catalog', 'ordering', 'ledger', 'keyvault', 'usage'] as const;
/** Rows are added here, and that is all that ever happens to them. */
const APPEND_ONLY = [
  'ledger.entries, ledger.seals, ledger.sealed_heads, ledger.adjustments, ledger.reversals',
  'catalog.sold_api_prices',
].join(', ');

/** Several databases of one server may be migrated at once, and all of them want the role. */
const makeRole = /* sql */ `
  do $$
  declare
    how text := case when current_setting('server_version_num')::int < 160000 then 'MEMBER' else 'SET' end;
  begin
    begin
      if not exists (select 1 from pg_roles where rolname = '${ROLE}') then
        create role ${ROLE} nologin;
      end if;
    exception when duplicate_object or unique_violation then
      null;
    end;
    begin
      if not pg_has_role('${ROLE}', how) then
        grant ${ROLE} to current_user;
      end if;
    exception when insufficient_privilege or duplicate_object or unique_violation then
      -- The application says so when it starts.
      null;
    end;
  end $$;
`;

const deletable = (schema: (typeof SCHEMAS)[number]): string => (schema === 'ledger' ? '' : ', delete');

const grants = [
  ...SCHEMAS.map(
    (schema) => /* sql */ `
    grant usage on schema ${schema} to ${ROLE};
    grant select, insert, update${deletable(schema)} on all tables in schema ${schema} to ${ROLE};
    grant usage, select on all sequences in schema ${schema} to ${ROLE};
    grant execute on all functions in schema ${schema} to ${ROLE};
    alter default privileges in schema ${schema} grant select, insert, update${deletable(schema)} on tables to ${ROLE};
    alter default privileges in schema ${schema} grant usage, select on sequences to ${ROLE};
    alter default privileges in schema ${schema} grant execute on functions to ${ROLE};`,
  ),
  `revoke update, delete on ${APPEND_ONLY} from ${ROLE};`,
  // A process asks which migrations have run before it serves.
  `grant select on knex_migrations, knex_migrations_lock to ${ROLE};`,
].join('\n');

const revokes = [
  `revoke select on knex_migrations, knex_migrations_lock from ${ROLE};`,
  ...SCHEMAS.map(
    (schema) => /* sql */ `
    alter default privileges in schema ${schema} revoke all on functions from ${ROLE};
    alter default privileges in schema ${schema} revoke all on sequences from ${ROLE};
    alter default privileges in schema ${schema} revoke all on tables from ${ROLE};
    revoke all on all functions in schema ${schema} from ${ROLE};
    revoke all on all sequences in schema ${schema} from ${ROLE};
    revoke all on all tables in schema ${schema} from ${ROLE};
    revoke all on schema ${schema} from ${ROLE};`,
  ),
].join('\n');
