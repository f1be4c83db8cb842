import type { Knex } from 'knex';
import type { Adjustment } from '../../../domain/ledger/adjustment.ts';
import type { Deed, Head } from '../../../domain/ledger/deed.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { Freeze, NewFreeze } from '../../../domain/ledger/freeze.ts';
import type { Lot } from '../../../domain/ledger/lot.ts';
import type {
  ExpiringPoints,
  Grant,
  NewLot,
  PointsLedger,
  RecordedCall,
} from '../../../domain/ledger/points-ledger.ts';
import type { SoldLot } from '../../../domain/ledger/refund-share.ts';
import type { PostedDeed, StatementFilter, StatementPage } from '../../../domain/ledger/statement.ts';
import type { DailyUsage, UsageFilter } from '../../../domain/ledger/usage-summary.ts';
import type { AccountId, AdjustmentId, ConsumptionId, LotId, OrderId, RefundId } from '../../../domain/shared/ids.ts';
import type { Points } from '../../../domain/shared/points.ts';
import { firstRow, rowsOf } from '../rows.ts';
import { findCall } from './find-call.ts';
import { listDeeds } from './list-deeds.ts';
import { lockAccount, postDeed } from './post-deed.ts';
import { addAdjustment, findAdjustment, listAdjustments } from './postgres-adjustments.ts';
import { availableAt, headOf, listExpired } from './postgres-books.ts';
import { endFreeze, findFreeze, freezePoints, sumFrozen } from './postgres-freezes.ts';
import { listExpiring, listRemaining } from './postgres-outlook.ts';
import { type EntryRow, type LotRow, toEntry, toLot, toSoldLot } from './rows.ts';
import { usageByDay } from './usage-by-day.ts';

export class PostgresPointsLedger implements PointsLedger {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async grant({ accountId, orderId, lots, at }: Grant): Promise<void> {
    await this.lock(accountId);
    for (const lot of lots) await this.#insertLot(accountId, orderId, lot, at);
    const lines = lots.map(({ id, points }) => ({ kind: 'grant' as const, lotId: id, points }));
    await this.post({ accountId, causeId: orderId, lines, call: null, at });
  }

  lock(accountId: AccountId): Promise<void> {
    return lockAccount(this.#db, accountId);
  }

  post(deed: Deed): Promise<Points> {
    return postDeed(this.#db, deed);
  }

  addLot(accountId: AccountId, lot: NewLot, at: Date): Promise<void> {
    return this.#insertLot(accountId, null, lot, at);
  }

  findCall(accountId: AccountId, id: ConsumptionId): Promise<RecordedCall | null> {
    return findCall(this.#db, accountId, id);
  }

  async findAccountOfCall(id: ConsumptionId): Promise<AccountId | null> {
    const sql = `select account_id from ledger.entries where cause_id = ? and kind = 'consume' limit 1`;
    return (await firstRow<{ account_id: AccountId }>(this.#db, sql, [id]))?.account_id ?? null;
  }

  async listLots(accountId: AccountId): Promise<Lot[]> {
    const sql = 'select * from ledger.lots_now where account_id = ? and remaining > 0';
    return (await rowsOf<LotRow>(this.#db, sql, [accountId])).map(toLot);
  }

  async listLotsOf(accountId: AccountId, orderId: OrderId): Promise<SoldLot[]> {
    const sql = `select * from ledger.lots_now where account_id = ? and order_id = ?
                 order by expires_at, kind, granted_at, id`;
    return (await rowsOf<LotRow>(this.#db, sql, [accountId, orderId])).map(toSoldLot);
  }

  freeze(freeze: NewFreeze): Promise<void> {
    return freezePoints(this.#db, freeze);
  }

  release(accountId: AccountId, refundId: RefundId, at: Date): Promise<boolean> {
    return endFreeze(this.#db, { accountId, refundId, as: 'released', at });
  }

  burn(accountId: AccountId, refundId: RefundId, at: Date): Promise<boolean> {
    return endFreeze(this.#db, { accountId, refundId, as: 'burned', at });
  }

  findFreeze(accountId: AccountId, refundId: RefundId): Promise<Freeze | null> {
    return findFreeze(this.#db, accountId, refundId);
  }

  sumFrozen(accountId: AccountId): Promise<Points> {
    return sumFrozen(this.#db, accountId);
  }

  async listLotEntries(accountId: AccountId, lotIds: readonly LotId[]): Promise<Entry[]> {
    const sql = `select * from ledger.entries
                 where account_id = ? and lot_id = any(?::uuid[]) and key_id is null order by seq`;
    return (await rowsOf<EntryRow>(this.#db, sql, [accountId, lotIds as never])).map(toEntry);
  }

  async listEntries(accountId: AccountId): Promise<Entry[]> {
    const sql = 'select * from ledger.entries where account_id = ? order by seq';
    return (await rowsOf<EntryRow>(this.#db, sql, [accountId])).map(toEntry);
  }

  headOf(accountId: AccountId): Promise<Head> {
    return headOf(this.#db, accountId);
  }

  listDeeds(accountId: AccountId, filter: StatementFilter, page: StatementPage): Promise<PostedDeed[]> {
    return listDeeds(this.#db, accountId, filter, page);
  }

  usageByDay(accountId: AccountId, filter: UsageFilter): Promise<DailyUsage[]> {
    return usageByDay(this.#db, accountId, filter);
  }

  availableAt(accountId: AccountId, instant: Date): Promise<Points> {
    return availableAt(this.#db, accountId, instant);
  }

  listExpired(now: Date, page: { readonly after: AccountId | null; readonly limit: number }): Promise<AccountId[]> {
    return listExpired(this.#db, now, page);
  }

  listRemaining(accountIds: readonly AccountId[], now: Date): Promise<ReadonlyMap<AccountId, Points>> {
    return listRemaining(this.#db, accountIds, now);
  }

  listExpiring(
    accountIds: readonly AccountId[],
    span: { readonly now: Date; readonly until: Date },
  ): Promise<ExpiringPoints[]> {
    return listExpiring(this.#db, accountIds, span);
  }

  addAdjustment(adjustment: Adjustment): Promise<void> {
    return addAdjustment(this.#db, adjustment);
  }

  findAdjustment(accountId: AccountId, requestKey: string): Promise<Adjustment | null> {
    return findAdjustment(this.#db, accountId, requestKey);
  }

  listAdjustments(accountId: AccountId, ids: readonly AdjustmentId[]): Promise<Adjustment[]> {
    return listAdjustments(this.#db, accountId, ids);
  }

  /** Empty: the deed that fills it follows. */
  async #insertLot(accountId: AccountId, orderId: OrderId | null, lot: NewLot, at: Date): Promise<void> {
    await this.#db('ledger.lots').insert({
      ...{ account_id: accountId, id: lot.id, kind: lot.kind, order_id: orderId, granted: lot.points, remaining: 0 },
      ...{ granted_at: at, expires_at: lot.expiresAt },
    });
  }
}
