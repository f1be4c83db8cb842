import type { Knex } from 'knex';
import type { ClosedOrder, Order, PendingOrder, SettledOrder } from '../../../domain/ordering/order.ts';
import type {
  BuyerAffairs,
  OrderEvent,
  OrderPage,
  Orders,
  PlacedOrder,
  WaitingOrder,
} from '../../../domain/ordering/orders.ts';
import { nextPollAt, type OpenAttempt, type PaymentAttempt } from '../../../domain/ordering/payment-attempt.ts';
import type { Spending } from '../../../domain/ordering/spending.ts';
import { fen } from '../../../domain/shared/fen.ts';
import type { OrderId, OutTradeNo, PackageId, UserId } from '../../../domain/shared/ids.ts';
import { firstRow, lockName, rowsOf } from '../rows.ts';
import { type BuyerAffairsRow, buyerAffairsSql } from './buyer-affairs.sql.ts';
import { appendEvent, isKnown, listEvents } from './order-events.ts';
import {
  type AttemptRow,
  attemptColumns,
  movedColumns,
  type OrderRow,
  orderColumns,
  toAttempt,
  toOrder,
  toPlacedOrder,
} from './rows.ts';
import { settleAttemptsSql } from './settle-attempts.sql.ts';
import { type SpendingRow, spendingSql } from './spending.sql.ts';
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

  async findPending(userId: UserId, packageId: PackageId): Promise<WaitingOrder | null> {
    const row = await firstRow<OrderRow>(
      this.#db,
      `select * from ordering.orders o
       where user_id = ? and package_id = ? and status = 'pending' and not exists (
         select 1 from ordering.payment_attempts a where a.order_id = o.id and quarantined_at is not null)
       order by placed_at desc, id desc limit 1 for no key update`,
      [userId, packageId],
    );
    if (!row) return null;
    const attempt = await firstRow<AttemptRow>(
      this.#db,
      'select * from ordering.payment_attempts where order_id = ? and ended_at is null order by seq desc limit 1',
      [row.id],
    );
    return { order: toOrder(row) as PendingOrder, attempt: attempt && toAttempt(attempt) };
  }

  async countsOf(userId: UserId): Promise<{ readonly placed: number; readonly pending: number }> {
    const sql = `select count(*)::int as placed, (count(*) filter (where status = 'pending'))::int as pending
                 from ordering.orders where user_id = ?`;
    return (await firstRow<{ placed: number; pending: number }>(this.#db, sql, [userId])) ?? { placed: 0, pending: 0 };
  }

  async isFirstPurchase(userId: UserId, except: PackageId): Promise<boolean> {
    const counts = await rowsOf(
      this.#db,
      // Paid once is paid, whatever became of the order since.
      `select 1 from ordering.orders where user_id = ? and (paid_at is not null or
         status = 'pending' and package_id <> ? and promotions @> '[{"first_purchase_only": true}]') limit 1`,
      [userId, except],
    );
    return counts.length === 0;
  }

  async affairsOf(userId: UserId): Promise<BuyerAffairs> {
    const row = (await firstRow<BuyerAffairsRow>(this.#db, buyerAffairsSql, [userId])) as BuyerAffairsRow;
    return {
      ...{ waiting: Number(row.waiting), payable: Number(row.payable), setAside: Number(row.set_aside) },
      hasPaid: row.has_paid,
    };
  }

  async spendingOf(userId: UserId, since: Date): Promise<Spending> {
    const row = (await firstRow<SpendingRow>(this.#db, spendingSql, [userId, since])) as SpendingRow;
    return {
      openOrders: Number(row.open_orders),
      openFen: fen(Number(row.open_fen)),
      paidFen: fen(Number(row.paid_fen)),
    };
  }

  async add({ order, attempt }: PlacedOrder<PendingOrder>, event: OrderEvent): Promise<void> {
    await this.#db('ordering.orders').insert(orderColumns(order));
    await this.addAttempt(attempt, event);
  }

  async addAttempt(attempt: PaymentAttempt, event: OrderEvent): Promise<void> {
    const { orderId, intent } = attempt;
    await this.#db('ordering.payment_attempts').insert({
      ...attemptColumns(attempt),
      seq: this.#db.raw(
        '(select coalesce(max(seq), 0) + 1 from ordering.payment_attempts where order_id = ?)',
        orderId,
      ),
      next_poll_at: nextPollAt(0, intent.expiresAt, event.at),
      next_close_at: intent.expiresAt,
    });
    await appendEvent(this.#db, orderId, event);
  }

  async find(id: OrderId): Promise<PlacedOrder | null> {
    const row = await firstRow<OrderRow>(this.#db, 'select * from ordering.orders where id = ?', [id]);
    if (!row) return null;
    const sql = 'select * from ordering.payment_attempts where order_id = ? order by seq desc limit 1';
    return toPlacedOrder(row, (await firstRow<AttemptRow>(this.#db, sql, [id])) as AttemptRow);
  }

  async listOf(userId: UserId, { after, limit, status }: OrderPage): Promise<PlacedOrder[]> {
    const sql = `select o.*, a.out_trade_no as newest from ordering.orders o
      join lateral (select out_trade_no from ordering.payment_attempts where order_id = o.id order by seq desc limit 1) a on true
      where o.user_id = ? and (?::text is null or o.status = ?)
        and (?::uuid is null or (o.placed_at, o.id) < (select placed_at, id from ordering.orders where id = ?))
      order by o.placed_at desc, o.id desc limit ?`;
    const bindings = [userId, status, status, after, after, limit];
    const rows = await rowsOf<OrderRow & { newest: OutTradeNo }>(this.#db, sql, bindings);
    const newest = rows.map((row) => row.newest);
    const attempts: AttemptRow[] = await this.#db('ordering.payment_attempts').whereIn('out_trade_no', newest);
    const attemptOf = new Map(attempts.map((attempt) => [attempt.out_trade_no, attempt]));
    return rows.map((row) => toPlacedOrder(row, attemptOf.get(row.newest) as AttemptRow));
  }

  async statesOf(ids: readonly OrderId[]): Promise<Map<OrderId, Order['status']>> {
    if (ids.length === 0) return new Map();
    const sql = 'select id, status from ordering.orders where id = any (?)';
    const rows = await rowsOf<{ id: OrderId; status: Order['status'] }>(this.#db, sql, [ids as never]);
    return new Map(rows.map(({ id, status }) => [id, status]));
  }

  async numbersOf(ids: readonly OrderId[]): Promise<Map<OrderId, OutTradeNo>> {
    if (ids.length === 0) return new Map();
    const sql =
      'select id, paid_out_trade_no from ordering.orders where id = any (?) and paid_out_trade_no is not null';
    const rows = await rowsOf<{ id: OrderId; paid_out_trade_no: OutTradeNo }>(this.#db, sql, [ids as never]);
    return new Map(rows.map((row) => [row.id, row.paid_out_trade_no]));
  }

  async findAttempt(outTradeNo: OutTradeNo): Promise<PaymentAttempt | null> {
    const sql = 'select * from ordering.payment_attempts where out_trade_no = ?';
    const row = await firstRow<AttemptRow>(this.#db, sql, [outTradeNo]);
    return row && toAttempt(row);
  }

  async lock(outTradeNo: OutTradeNo): Promise<PlacedOrder | null> {
    const attempt = await this.findAttempt(outTradeNo);
    if (!attempt) return null;
    const sql = 'select * from ordering.orders where id = ? for no key update';
    const order = (await firstRow<OrderRow>(this.#db, sql, [attempt.orderId])) as OrderRow;
    return { order: toOrder(order), attempt };
  }

  async save(order: SettledOrder | ClosedOrder, event: OrderEvent): Promise<void> {
    await this.#db('ordering.orders').where({ id: order.id }).update(movedColumns(order));
    const attempts = this.#db('ordering.payment_attempts').where({ order_id: order.id });
    if (order.status === 'closed') await attempts.update({ next_close_at: null });
    if (order.status === 'paid') {
      await rowsOf(this.#db, settleAttemptsSql, [order.outTradeNo, order.outTradeNo, event.at, order.id]);
    }
    await appendEvent(this.#db, order.id, event);
  }

  async endAttempt(outTradeNo: OutTradeNo, closeAgainAt: Date | null, event: OrderEvent): Promise<void> {
    const ended = await firstRow<{ order_id: OrderId }>(
      this.#db,
      'update ordering.payment_attempts set ended_at = ? where out_trade_no = ? and ended_at is null returning order_id',
      [event.at, outTradeNo],
    );
    await this.#attempt(outTradeNo).update({ next_close_at: closeAgainAt });
    if (ended) await appendEvent(this.#db, ended.order_id, event);
  }

  async askUntil(outTradeNo: OutTradeNo, goneAt: Date, now: Date): Promise<void> {
    await rowsOf(
      this.#db,
      `update ordering.payment_attempts
       set payable_until = greatest(payable_until, expires_at, ?), next_poll_at = coalesce(next_poll_at, ?)
       where out_trade_no = ? and quarantined_at is null`,
      [goneAt, now, outTradeNo],
    );
  }

  async hasOpenAttempt(orderId: OrderId): Promise<boolean> {
    const sql = `select 1 from ordering.payment_attempts
       where order_id = ? and ended_at is null and quarantined_at is null limit 1`;
    return (await firstRow(this.#db, sql, [orderId])) !== null;
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

  async stopAsking(outTradeNo: OutTradeNo): Promise<void> {
    await this.#attempt(outTradeNo).update({ next_poll_at: null, next_close_at: null });
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

  async postponePoll(outTradeNo: OutTradeNo, from: Date, to: Date | null): Promise<void> {
    await this.#attempt(outTradeNo).where({ next_poll_at: from }).update({ next_poll_at: to });
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
}
