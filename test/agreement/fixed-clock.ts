import type { Knex } from 'knex';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import { chargeBatchSql } from '../../src/adapters/postgres/usage/charge-batch.sql.ts';
import { chargeOneSql } from '../../src/adapters/postgres/usage/charge-one.sql.ts';
import { install } from './installed.ts';

const CLOCK = 'clock_timestamp()';

/** The function as it is, on a clock that stands where the test has set it. */
export function onFixedClock(sql: string): string {
  if (sql.split(CLOCK).length !== 2) throw new Error('asks for the time once');
  return sql.replace(CLOCK, `current_setting('test.now')::timestamptz`);
}

export async function fixClock(knex: Knex): Promise<void> {
  for (const sql of [chargeOneSql, chargeBatchSql]) await install(knex, onFixedClock(sql));
}

/** Until the transaction ends. */
export const setClock = (trx: Knex, now: Date): Promise<unknown> =>
  rowsOf(trx, `select set_config('test.now', ?, true)`, [now.toISOString()]);
