import type { Knex } from 'knex';
import { firstRow } from './rows.ts';

/** What decides whether this server keeps what it has confirmed, and whether whoever is connected could rewrite the journal. */
export type DatabaseSafety = {
  /** Such as 18. */
  readonly major: number;
  readonly fsync: boolean;
  readonly fullPageWrites: boolean;
  /** Of this connection. */
  readonly synchronousCommit: string;
  readonly dataChecksums: boolean;
  readonly role: DatabaseUser;
  /** Who has signed in, whatever role the connection has taken since. */
  readonly login: DatabaseUser;
};

export type DatabaseUser = {
  readonly name: string;
  readonly superuser: boolean;
  /** Of the journal. */
  readonly owner: boolean;
  /** May update, delete or truncate it. */
  readonly writer: boolean;
};

type Row = Omit<DatabaseSafety, 'role' | 'login'> & { readonly role: DatabaseUser; readonly login: DatabaseUser };

/** Not by its name: whoever may not use the schema may not say it. */
const JOURNAL = `(select c.oid from pg_class c join pg_namespace ns on ns.oid = relnamespace where nspname = 'ledger' and relname = 'entries')`;

const userSql = (name: string): string => `
  (select jsonb_build_object(
     'name', rolname, 'superuser', rolsuper,
     'owner', coalesce(pg_has_role(oid, (select relowner from pg_class where oid = ${JOURNAL}), 'usage'), false),
     'writer', coalesce(has_table_privilege(oid, ${JOURNAL}, 'update, delete, truncate'), false))
   from pg_roles where rolname = ${name})`;

const SQL = `
  select current_setting('server_version_num')::int / 10000 as major,
    current_setting('fsync') = 'on' as "fsync",
    current_setting('full_page_writes') = 'on' as "fullPageWrites",
    current_setting('synchronous_commit') as "synchronousCommit",
    current_setting('data_checksums') = 'on' as "dataChecksums",
    ${userSql('current_user')} as role,
    ${userSql('session_user')} as login`;

export const readSafety = async (db: Knex): Promise<DatabaseSafety> => (await firstRow<Row>(db, SQL, [])) as Row;

/** Why this user could rewrite the journal; null: he cannot. */
export function mightOf({ superuser, owner, writer }: DatabaseUser): 'superuser' | 'owner' | 'writer' | null {
  if (superuser) return 'superuser';
  if (owner) return 'owner';
  return writer ? 'writer' : null;
}
