import type { Knex } from 'knex';
import { connectPostgres } from '../../adapters/postgres/connect.ts';

const LIMITS = { acquireTimeoutMs: 10_000, statementTimeoutMs: 0, lockTimeoutMs: 0 };

/** Work that may take long, on connections of its own, as the user of the URL and without the time limits of requests. */
export async function withoutLimits<T>(url: string, work: (knex: Knex) => Promise<T>): Promise<T> {
  const knex = connectPostgres({ url, poolSize: 2, ...LIMITS });
  try {
    return await work(knex);
  } finally {
    await knex.destroy();
  }
}
