import type { Knex } from 'knex';
import type { SoldPoints, TakenPoints } from '../../../domain/ledger/sold-points.ts';
import type { OrderId, RefundId } from '../../../domain/shared/ids.ts';
import { type Points, points } from '../../../domain/shared/points.ts';
import { rowsOf } from '../rows.ts';

/** One by one: beside so many, reading all of the ledger would look cheap to the planner while it is small. */
export const grantsSql = /* sql */ `
select sold.order_id, granted.points
from unnest(?::uuid[], ?::uuid[]) as sold (order_id, account_id) cross join lateral (
  select sum(change) as points from ledger.entries
  where cause_id = sold.order_id and account_id = sold.account_id and kind = 'grant') granted
where granted.points is not null`;

const FREEZES = /* sql */ `
select frozen.refund_id, frozen.state, frozen.points
from unnest(?::uuid[], ?::uuid[]) as wanted (refund_id, account_id)
join ledger.freezes frozen on frozen.account_id = wanted.account_id and frozen.refund_id = wanted.refund_id`;

export class PostgresSoldPoints implements SoldPoints {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async grantsOf(orders: Parameters<SoldPoints['grantsOf']>[0]): Promise<ReadonlyMap<OrderId, Points>> {
    if (orders.length === 0) return new Map();
    const columns = [orders.map(({ orderId }) => orderId), orders.map(({ accountId }) => accountId)];
    const rows = await rowsOf<{ order_id: OrderId; points: bigint }>(this.#db, grantsSql, columns as never);
    return new Map(rows.map((row) => [row.order_id, points(row.points)]));
  }

  async freezesOf(refunds: Parameters<SoldPoints['freezesOf']>[0]): Promise<ReadonlyMap<RefundId, TakenPoints>> {
    if (refunds.length === 0) return new Map();
    const columns = [refunds.map(({ refundId }) => refundId), refunds.map(({ accountId }) => accountId)];
    const rows = await rowsOf<{ refund_id: RefundId } & TakenPoints>(this.#db, FREEZES, columns as never);
    return new Map(rows.map(({ refund_id, state, points: taken }) => [refund_id, { state, points: points(taken) }]));
  }
}
