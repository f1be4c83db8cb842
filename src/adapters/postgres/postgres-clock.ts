import type { Knex } from 'knex';
import type { Clock } from '../../application/shared/unit-of-work.ts';
import { firstRow } from './rows.ts';

export class PostgresClock implements Clock {
  readonly #db: Knex;
  readonly #offsetMs: number;

  /** `offsetMs` is added to the database's time: tests live through days in seconds. */
  constructor(db: Knex, offsetMs = 0) {
    this.#db = db;
    this.#offsetMs = offsetMs;
  }

  /** The time of this moment, not of the transaction's start: a lock may have been waited for. */
  async now(): Promise<Date> {
    const row = await firstRow<{ now: Date }>(this.#db, 'select clock_timestamp()::timestamptz(3) as now', []);
    return new Date((row as { now: Date }).now.getTime() + this.#offsetMs);
  }
}
