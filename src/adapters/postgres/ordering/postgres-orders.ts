import type { Knex } from 'knex';
import type { ClosedOrder, PaidOrder, PendingOrder } from '../../../domain/ordering/order.ts';
import type { OrderEvent, Orders, PlacedOrder } from '../../../domain/ordering/orders.ts';
import { nextPollAt, type OpenAttempt } from '../../../domain/ordering/payment-attempt.ts';
import type { OrderId, OutTradeNo, PackageId, UserId } from '../../../domain/shared/ids.ts';
import { firstRow, lockName, rowsOf } from '../rows.ts';
import { appendEvent, isKnown, listEvents } from './order-events.ts';
import { type AttemptRow, movedColumns, newOrderColumns, type OrderRow, toPlacedOrder } from './rows.ts';
import { takeDueClosesSql, takeDuePollsSql } from './take-due.sql.ts';

type DuePollRow = { out_trade_no: OutTradeNo; poll_count: number; expires_at: Date };

export class PostgresOrders implements Orders {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  lockBuyer(userId: UserId): Promise<void> {
    return lockName(this.#db, `ordering:${userId}`);
  }

  async findPending(userId: UserId, packageId: PackageId): Promise<PlacedOrder<PendingOrder> | null> {
    const row = await firstRow<OrderRow>(
      this.#db,
      `select o.* from ordering.orders o join ordering.payment_attempts a on a.order_id = o.id
       where o.user_id = ? and o.package_id = ? and o.status = 'pending' and a.quarantined_at is null
       order by o.placed_at desc, o.id desc limit 1`,
      [userId, packageId],
    );
    return (await this.#withAttempt(row)) as PlacedOrder<PendingOrder> | null;
  }

  async add(placed: PlacedOrder<PendingOrder>, event: OrderEvent): Promise<void> {
    const { order, attempt } = newOrderColumns(placed);
    const { placedAt, expiresAt } = placed.order;
    const schedule = { next_poll_at: nextPollAt(0, expiresAt, placedAt), next_close_at: expiresAt };
    await this.#db('ordering.orders').insert(order);
    await this.#db('ordering.payment_attempts').insert({ ...attempt, ...schedule });
    await appendEvent(this.#db, placed.order.id, event);
  }

  async find(id: OrderId): Promise<PlacedOrder | null> {
    return this.#withAttempt(await firstRow<OrderRow>(this.#db, 'select * from ordering.orders where id = ?', [id]));
  }

  async lock(outTradeNo: OutTradeNo): Promise<PlacedOrder | null> {
    const attempt = await firstRow<AttemptRow>(
      this.#db,
      'select * from ordering.payment_attempts where out_trade_no = ?',
      [outTradeNo],
    );
    if (!attempt) return null;
    const sql = 'select * from ordering.orders where id = ? for no key update';
    return toPlacedOrder((await firstRow<OrderRow>(this.#db, sql, [attempt.order_id])) as OrderRow, attempt);
  }

  async save(order: PaidOrder | ClosedOrder, event: OrderEvent): Promise<void> {
    await this.#db('ordering.orders').where({ id: order.id }).update(movedColumns(order));
    await this.#db('ordering.payment_attempts')
      .where({ order_id: order.id })
      .update(order.status === 'paid' ? { next_poll_at: null, next_close_at: null } : { next_close_at: null });
    await appendEvent(this.#db, order.id, event);
  }

  async quarantine(outTradeNo: OutTradeNo, event: OrderEvent): Promise<void> {
    const row = await firstRow<{ order_id: OrderId }>(
      this.#db,
      `update ordering.payment_attempts
       set quarantined_at = coalesce(quarantined_at, ?), next_poll_at = null, next_close_at = null
       where out_trade_no = ? returning order_id`,
      [event.at, outTradeNo],
    );
    if (row && !(await isKnown(this.#db, row.order_id, event))) await appendEvent(this.#db, row.order_id, event);
  }

  history(id: OrderId): Promise<OrderEvent[]> {
    return listEvents(this.#db, id);
  }

  async takeDuePolls(now: Date, limit: number): Promise<OpenAttempt[]> {
    const rows = await rowsOf<DuePollRow>(this.#db, takeDuePollsSql, [now, limit]);
    return rows.map((row) => ({ outTradeNo: row.out_trade_no, pollCount: row.poll_count, expiresAt: row.expires_at }));
  }

  async schedulePoll(outTradeNo: OutTradeNo, pollCount: number, at: Date | null): Promise<void> {
    await this.#attempt(outTradeNo).update({ poll_count: pollCount, next_poll_at: at });
  }

  async takeDueCloses(now: Date, limit: number): Promise<OutTradeNo[]> {
    const rows = await rowsOf<{ out_trade_no: OutTradeNo }>(this.#db, takeDueClosesSql, [now, limit]);
    return rows.map((row) => row.out_trade_no);
  }

  async scheduleClose(outTradeNo: OutTradeNo, at: Date): Promise<void> {
    await this.#attempt(outTradeNo).update({ next_close_at: at });
  }

  async claimCheck(outTradeNo: OutTradeNo, now: Date, intervalMs: number): Promise<boolean> {
    const earlierThan = new Date(now.getTime() - intervalMs);
    const claimed = await this.#attempt(outTradeNo)
      .where((due) => due.whereNull('last_checked_at').orWhere('last_checked_at', '<=', earlierThan))
      .update({ last_checked_at: now });
    return claimed === 1;
  }

  #attempt(outTradeNo: OutTradeNo): Knex.QueryBuilder {
    return this.#db('ordering.payment_attempts').where({ out_trade_no: outTradeNo });
  }

  async #withAttempt(row: OrderRow | null): Promise<PlacedOrder | null> {
    if (!row) return null;
    const sql = 'select * from ordering.payment_attempts where order_id = ?';
    return toPlacedOrder(row, (await firstRow<AttemptRow>(this.#db, sql, [row.id])) as AttemptRow);
  }
}
