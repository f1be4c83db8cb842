import type { Knex } from 'knex';
import { firstRow, rowsOf } from './rows.ts';

export type ServerFacts = {
  /** Such as `18.4`. */
  readonly version: string;
  readonly major: number;
  readonly now: Date;
  readonly timeZone: string;
};

export const readServer = async (db: Knex): Promise<ServerFacts> =>
  (await firstRow<ServerFacts>(
    db,
    `select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as major,
       clock_timestamp() as now, current_setting('TimeZone') as "timeZone"`,
    [],
  )) as ServerFacts;

/** Columns of ours that hold a time without saying where: what they mean would hang on a setting. */
export async function timesWithoutZone(db: Knex): Promise<string[]> {
  const sql = `select nspname || '.' || relname || '.' || attname as name
               from pg_attribute join pg_class c on c.oid = attrelid join pg_namespace ns on ns.oid = relnamespace
               where atttypid in ('timestamp'::regtype, 'time'::regtype) and attnum > 0 and not attisdropped
                 and relkind in ('r', 'p') and nspname !~ '^(pg_|information_schema$|public$|bullmq$)' order by 1`;
  return (await rowsOf<{ name: string }>(db, sql, [])).map(({ name }) => name);
}

/** In hours. Before the first seal only the account that has rested longest is known; null: there is none. */
export type SealAge = { readonly sealHours: number | null; readonly waitingHours: number | null };

export const readSealAge = async (db: Knex): Promise<SealAge> =>
  (await firstRow<SealAge>(
    db,
    `select extract(epoch from now() - (select max(sealed_at) from ledger.seals))::float8 / 3600 as "sealHours",
       extract(epoch from now() - (select min(last_at) from ledger.accounts))::float8 / 3600 as "waitingHours"`,
    [],
  )) as SealAge;

/** One of each kind of text that is sealed under the root secret, the newest, with the ids that it was sealed for. */
export type SealedSample = {
  readonly kind: 'signing' | 'webhook';
  readonly owner: string;
  readonly id: string;
  readonly sealed: string;
};

export const sealedSamples = (db: Knex): Promise<SealedSample[]> =>
  rowsOf<SealedSample>(
    db,
    `(select 'signing' as kind, service_id as owner, id, sealed from keyvault.signing_secrets order by created_at desc limit 1)
     union all
     (select 'webhook', endpoint_id, id, sealed from webhooks.secrets order by created_at desc limit 1)`,
    [],
  );

/** What the workers should have done by now, and have not, by what it is; `minutes`: by how much the oldest is late. */
export type OverdueWork = { readonly what: string; readonly rows: number; readonly minutes: number };

export const overdueWork = (db: Knex, graceMinutes: number): Promise<OverdueWork[]> =>
  rowsOf<OverdueWork>(
    db,
    `select what, count(*)::int as rows, floor(max(extract(epoch from now() - due)) / 60)::int as minutes
     from (${DUE.map(([what, table, column, more]) => `select '${what}' as what, ${column} as due from ${table} where ${more ?? `${column} is not null`}`).join(' union all ')}) waiting
     where due < now() - make_interval(mins => ?) group by what order by what`,
    [graceMinutes],
  );

const DUE: readonly (readonly [what: string, table: string, column: string, more?: string])[] = [
  ['notifications of WeChat', 'ordering.payment_inbox', 'next_try_at'],
  ['payments to ask about', 'ordering.payment_attempts', 'next_poll_at'],
  ['orders to close', 'ordering.payment_attempts', 'next_close_at'],
  ['refunds', 'ordering.refunds', 'next_try_at'],
  ['deliveries to report', 'ordering.deliveries', 'next_report_at'],
  ['messages of followers', 'identity.follower_events', 'next_try_at'],
  ['notices', 'identity.notices', 'next_try_at'],
  ['accounts to close', 'identity.closings', 'next_look_at'],
  ['holds to release', 'ledger.holds', 'release_at', "state = 'open'"],
  ['webhooks', 'webhooks.deliveries', 'due_at'],
];
