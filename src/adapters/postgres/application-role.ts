import type { Knex } from 'knex';
import { firstRow } from './rows.ts';

/** What each kind of process runs as; migration 0026 says what each may do, docs/adr/0031 why. */
export const ROLE_OF = {
  /** What the internet reaches. */
  api: 'seahorse_app',
  worker: 'seahorse_worker',
  /** The command line, and everything in one process. */
  operator: 'seahorse_operator',
} as const;
export type ProcessKind = keyof typeof ROLE_OF;

/** For people and reports: reads, and nothing of what is secret or says how to reach somebody. */
export const READER_ROLE = 'seahorse_read';
export const APPLICATION_ROLE = ROLE_OF.api;

/** `missing`: this database has no such role, or has not granted it anything yet. */
export type RoleState = 'usable' | 'not_a_member' | 'missing';

/** May whoever has signed in take this role? */
export async function stateOfRole(db: Knex, role: string = APPLICATION_ROLE): Promise<RoleState> {
  // Since version 16, being a member and being allowed to take the role are two things.
  const sql = `
    select case
      when role.rolname is null or to_regnamespace('ledger') is null then 'missing'
      when not has_schema_privilege(role.oid, 'ledger', 'usage') then 'missing'
      when pg_has_role(session_user, role.oid, case when current_setting('server_version_num')::int < 160000 then 'MEMBER' else 'SET' end)
        then 'usable'
      else 'not_a_member' end as state
    from (values (?)) wanted (name) left join pg_roles role on role.rolname = wanted.name`;
  return ((await firstRow<{ state: RoleState }>(db, sql, [role])) as { state: RoleState }).state;
}

/** How a connection asks to run as this role from its first statement on. */
export const roleOption = (role: string | null | undefined): { readonly options?: string } =>
  role ? { options: `-c role=${role}` } : {};
