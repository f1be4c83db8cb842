import type { Knex } from 'knex';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';

export const install = (knex: Knex, sql: string): Promise<unknown> => rowsOf(knex, sql.replaceAll('?', '\\?'), []);

/** Runs `work` while a function has another text, and gives it back its own. */
export async function installed<T>(knex: Knex, sql: string, own: string, work: () => Promise<T>): Promise<T> {
  await install(knex, sql);
  try {
    return await work();
  } finally {
    await install(knex, own);
  }
}
