import type { Knex } from 'knex';

/** Locks a row in a transaction of its own; gives what lets it go. */
export async function holdRow(knex: Knex, table: string, row: object): Promise<() => Promise<void>> {
  const trx = await knex.transaction();
  const locked = await trx(table).where(row).forUpdate();
  if (locked.length !== 1) throw new Error(`${locked.length} rows to hold in ${table}`);
  return async () => void (await trx.rollback());
}
