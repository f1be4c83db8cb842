import type { Knex } from 'knex';
import type { Reversal, Reversals } from '../../../domain/ledger/reversals.ts';
import type { AccountId, ConsumptionId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';
import { firstRow } from '../rows.ts';

type Row = {
  readonly points: bigint;
  readonly expired_points: bigint;
  readonly available_after: bigint;
  readonly reason: string | null;
  readonly at: Date;
};

export class PostgresReversals implements Reversals {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add(reversal: Reversal): Promise<void> {
    await this.#db('ledger.reversals').insert({
      ...{ account_id: reversal.accountId, usage_id: reversal.usageId, at: reversal.at, reason: reversal.reason },
      ...{ points: reversal.points, expired_points: reversal.expired, available_after: reversal.availableAfter },
    });
  }

  async find(accountId: AccountId, usageId: ConsumptionId): Promise<Reversal | null> {
    const sql = 'select * from ledger.reversals where account_id = ? and usage_id = ?';
    const row = await firstRow<Row>(this.#db, sql, [accountId, usageId]);
    if (!row) return null;
    const left = { expired: points(row.expired_points), availableAfter: points(row.available_after) };
    return { accountId, usageId, points: points(row.points), ...left, reason: row.reason, at: row.at };
  }
}
