import type { Knex } from 'knex';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { Freeze, NewFreeze } from '../../../domain/ledger/freeze.ts';
import type { Lot } from '../../../domain/ledger/lot.ts';
import type {
  ConsumeOutcome,
  Grant,
  NewConsumption,
  PointsLedger,
  RecordedConsumption,
} from '../../../domain/ledger/points-ledger.ts';
import type { SoldLot } from '../../../domain/ledger/refund-share.ts';
import type { AccountId, ApiKeyId, OrderId, RefundId } from '../../../domain/shared/ids.ts';
import { minus, points } from '../../../domain/shared/points.ts';
import { firstRow, rowsOf } from '../rows.ts';
import { consumePointsSql } from './consume-points.sql.ts';
import { grantLotSql } from './grant-lot.sql.ts';
import { endFreeze, findFreeze, freezePoints } from './postgres-freezes.ts';
import {
  type ConsumptionRow,
  type DrawRow,
  type EntryRow,
  fromConsumption,
  type LotRow,
  toConsumption,
  toDraws,
  toEntry,
  toLot,
  toSoldLot,
} from './rows.ts';

export class PostgresPointsLedger implements PointsLedger {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async grant({ accountId, orderId, lots, at }: Grant): Promise<void> {
    await this.lock(accountId);
    for (const { id, kind, points, expiresAt } of lots) {
      await rowsOf(this.#db, grantLotSql, [accountId, id, kind, orderId, points, at, expiresAt]);
    }
  }

  async lock(accountId: AccountId): Promise<void> {
    const sql = 'select 1 from ledger.accounts where id = ? for no key update';
    if (await firstRow(this.#db, sql, [accountId])) return;
    // An account without a row must lock like any other: a grant may be about to open it.
    await rowsOf(this.#db, 'insert into ledger.accounts (id) values (?) on conflict do nothing', [accountId]);
    await firstRow(this.#db, sql, [accountId]);
  }

  async consume(wanted: NewConsumption): Promise<ConsumeOutcome> {
    const bindings = [wanted.accountId, wanted.points, wanted.at, wanted.id];
    const rows = await rowsOf<DrawRow>(this.#db, consumePointsSql, bindings);
    const available = points((rows[0] as DrawRow).available);
    const draws = toDraws(rows);
    if (draws.length === 0) return { kind: 'insufficient_points', requested: wanted.points, available };
    const availableAfter = minus(available, wanted.points);
    await this.#db('ledger.consumptions').insert(fromConsumption({ ...wanted, availableAfter }));
    return { kind: 'consumed', draws, availableAfter };
  }

  async findConsumption(accountId: AccountId, idempotencyKey: string): Promise<RecordedConsumption | null> {
    const row = await firstRow<ConsumptionRow>(
      this.#db,
      'select * from ledger.consumptions where idempotency_key = ? and account_id = ?',
      [idempotencyKey, accountId],
    );
    return row && toConsumption(row);
  }

  async listLots(accountId: AccountId): Promise<Lot[]> {
    const sql = 'select * from ledger.lots where account_id = ? and remaining > 0';
    return (await rowsOf<LotRow>(this.#db, sql, [accountId])).map(toLot);
  }

  async listLotsOf(accountId: AccountId, orderId: OrderId): Promise<SoldLot[]> {
    const sql = `select * from ledger.lots where account_id = ? and order_id = ?
                 order by expires_at, kind, granted_at, id`;
    return (await rowsOf<LotRow>(this.#db, sql, [accountId, orderId])).map(toSoldLot);
  }

  freeze(freeze: NewFreeze): Promise<void> {
    return freezePoints(this.#db, freeze);
  }

  async release(accountId: AccountId, refundId: RefundId, at: Date): Promise<boolean> {
    await this.lock(accountId);
    return endFreeze(this.#db, { accountId, refundId, as: 'released', at });
  }

  async burn(accountId: AccountId, refundId: RefundId, at: Date): Promise<boolean> {
    await this.lock(accountId);
    return endFreeze(this.#db, { accountId, refundId, as: 'burned', at });
  }

  findFreeze(accountId: AccountId, refundId: RefundId): Promise<Freeze | null> {
    return findFreeze(this.#db, accountId, refundId);
  }

  async listEntries(accountId: AccountId): Promise<Entry[]> {
    const sql = 'select * from ledger.entries where account_id = ? order by seq';
    return (await rowsOf<EntryRow>(this.#db, sql, [accountId])).map(toEntry);
  }

  async lastUseOf(accountId: AccountId, keyIds: readonly ApiKeyId[]): Promise<Map<ApiKeyId, Date>> {
    const rows = await rowsOf<{ key_id: ApiKeyId; at: Date }>(
      this.#db,
      `select key_id, last.at from unnest(?::uuid[]) as asked(key_id), lateral (
         select at from ledger.consumptions
         where account_id = ? and key_id = asked.key_id order by at desc limit 1
       ) last`,
      [[...keyIds], accountId],
    );
    return new Map(rows.map((row) => [row.key_id, row.at]));
  }
}
