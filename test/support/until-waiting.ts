import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';

const GIVE_UP_AFTER_MS = 10_000;

/** Returns when so many connections of this database wait for a lock. */
export async function untilWaiting(knex: Knex, connections: number): Promise<void> {
  const until = Date.now() + GIVE_UP_AFTER_MS;
  const sql = `select count(*)::int as waiting from pg_stat_activity
               where datname = current_database() and wait_event_type = 'Lock'`;
  for (;;) {
    const waiting: unknown = (await knex.raw(sql)).rows[0].waiting;
    if (waiting === connections) return;
    if (Date.now() > until) throw new Error(`${waiting} of ${connections} connections wait for a lock`);
    await sleep(5);
  }
}
