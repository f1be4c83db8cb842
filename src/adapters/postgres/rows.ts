import type { Knex } from 'knex';

/** Knex does not know bigint, pg does. */
export type Binding = Knex.RawBinding | bigint;

/** Runs SQL with `?` bindings and gives its rows. */
export async function rowsOf<Row>(db: Knex, sql: string, bindings: readonly Binding[]): Promise<Row[]> {
  const { rows } = (await db.raw(sql, bindings as readonly Knex.RawBinding[])) as { rows: Row[] };
  return rows;
}

export async function firstRow<Row>(db: Knex, sql: string, bindings: readonly Binding[]): Promise<Row | null> {
  return (await rowsOf<Row>(db, sql, bindings))[0] ?? null;
}

/** Transactions that name the same thing run one after another, whether or not there is a row for it yet. */
export async function lockName(db: Knex, name: string): Promise<void> {
  await db.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [name]);
}
