import type { Knex } from 'knex';
import { firstRow } from './rows.ts';

/** What the application runs as: it may not change or remove what is written for good (docs/adr/0021). */
export const APPLICATION_ROLE = 'seahorse_app';

/** `missing`: this database has no such role, or has not granted it anything yet. */
export type RoleState = 'usable' | 'not_a_member' | 'missing';

/** May whoever has connected take the application's role? */
export async function stateOfRole(db: Knex): Promise<RoleState> {
  // Since version 16, being a member and being allowed to take the role are two things.
  const sql = `
    select case
      when role.rolname is null or to_regnamespace('ledger') is null then 'missing'
      when not has_schema_privilege(role.oid, 'ledger', 'usage') then 'missing'
      when pg_has_role(role.oid, case when current_setting('server_version_num')::int < 160000 then 'MEMBER' else 'SET' end)
        then 'usable'
      else 'not_a_member' end as state
    from (values ('${APPLICATION_ROLE}')) wanted (name) left join pg_roles role on role.rolname = wanted.name`;
  return ((await firstRow<{ state: RoleState }>(db, sql, [])) as { state: RoleState }).state;
}

/** How a connection asks to run as this role from its first statement on. */
export const roleOption = (role: string | null | undefined): { readonly options?: string } =>
  role ? { options: `-c role=${role}` } : {};
