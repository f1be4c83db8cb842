import type { Knex } from 'knex';
import type { BillDays } from '../../../domain/ordering/trade-bill.ts';
import type { BeijingDay } from '../../../domain/shared/beijing-time.ts';
import { firstRow } from '../rows.ts';

export class PostgresBillDays implements BillDays {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async claim(day: BeijingDay, now: Date, retryAt: Date): Promise<boolean> {
    const claimed = await firstRow(
      this.#db,
      `insert into ordering.bill_days as known (day, next_try_at) values (?, ?)
       on conflict (day) do update set next_try_at = excluded.next_try_at where known.next_try_at <= ?
       returning day`,
      [day, retryAt, now],
    );
    return claimed !== null;
  }

  async finish(day: BeijingDay, at: Date): Promise<void> {
    await this.#db('ordering.bill_days').where({ day }).update({ next_try_at: null, done_at: at });
  }
}
