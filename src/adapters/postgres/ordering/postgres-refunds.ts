import type { Knex } from 'knex';
import type { OrderEvent } from '../../../domain/ordering/orders.ts';
import type { FrozenRefund } from '../../../domain/ordering/payment-gateway.ts';
import type { AcceptedRefund, ApprovedRefund, OpenRefund, Refund } from '../../../domain/ordering/refund.ts';
import type { DueRefund, NewRefund, RefundFilter, Refunds } from '../../../domain/ordering/refunds.ts';
import type { OrderId, OutRefundNo, RefundId } from '../../../domain/shared/ids.ts';
import { type Binding, firstRow, rowsOf } from '../rows.ts';
import { appendEvent } from './order-events.ts';
import { type RefundRow, refundColumns, refundStateColumns, selectRefundsSql, toRefund } from './refund-rows.ts';
import { takeDueRefundPollsSql, takeDueSendsSql } from './take-due.sql.ts';

export class PostgresRefunds implements Refunds {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add({ refund, requestKey }: NewRefund, event: OrderEvent): Promise<void> {
    await this.#db('ordering.refunds').insert({
      ...refundColumns(refund),
      ...refundStateColumns(refund),
      request_key: requestKey,
    });
    await appendEvent(this.#db, refund.orderId, event);
  }

  find(id: RefundId): Promise<Refund | null> {
    return this.#first('where r.id = ?', [id]);
  }

  findByOutRefundNo(outRefundNo: OutRefundNo): Promise<Refund | null> {
    return this.#first('where r.out_refund_no = ?', [outRefundNo]);
  }

  findByRequestKey(orderId: OrderId, requestKey: string): Promise<Refund | null> {
    return this.#first('where r.order_id = ? and r.request_key = ?', [orderId, requestKey]);
  }

  lock(outRefundNo: OutRefundNo): Promise<Refund | null> {
    return this.#first('where r.out_refund_no = ? for no key update of r', [outRefundNo]);
  }

  async save(refund: Refund, event: OrderEvent | null): Promise<void> {
    await this.#db('ordering.refunds').where({ id: refund.id }).update(refundStateColumns(refund));
    if (event) await appendEvent(this.#db, refund.orderId, event);
  }

  async keepRequest(id: RefundId, { refund, body }: FrozenRefund): Promise<void> {
    await this.#db('ordering.refunds').where({ id }).update({ left_fen: refund.leftFen, request_body: body });
  }

  async numbersOf(ids: readonly RefundId[]): Promise<Map<RefundId, OutRefundNo>> {
    if (ids.length === 0) return new Map();
    const sql = 'select id, out_refund_no from ordering.refunds where id = any (?)';
    const rows = await rowsOf<{ id: RefundId; out_refund_no: OutRefundNo }>(this.#db, sql, [ids as never]);
    return new Map(rows.map((row) => [row.id, row.out_refund_no]));
  }

  listOf(orderId: OrderId): Promise<Refund[]> {
    return this.#all('where r.order_id = ? order by r.requested_at, r.id', [orderId]);
  }

  list({ status, orderId, limit }: RefundFilter): Promise<Refund[]> {
    const conditions = [...(status ? ['r.status = ?'] : []), ...(orderId ? ['r.order_id = ?'] : [])];
    const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
    const values = [status, orderId].filter((value) => value !== undefined);
    return this.#all(`${where} order by r.requested_at desc, r.id desc limit ?`, [...values, limit]);
  }

  takeDueSends(now: Date, limit: number): Promise<DueRefund<ApprovedRefund>[]> {
    return this.#due(takeDueSendsSql, now, limit);
  }

  takeDuePolls(now: Date, limit: number): Promise<DueRefund<AcceptedRefund>[]> {
    return this.#due(takeDueRefundPollsSql, now, limit);
  }

  async schedule(id: RefundId, tries: number, at: Date): Promise<void> {
    await this.#db('ordering.refunds').where({ id }).whereNotNull('next_try_at').update({ tries, next_try_at: at });
  }

  async postpone(id: RefundId, from: Date, to: Date): Promise<void> {
    await this.#db('ordering.refunds').where({ id, next_try_at: from }).update({ next_try_at: to });
  }

  /** The statement says which states it takes. */
  async #due<State extends OpenRefund>(sql: string, now: Date, limit: number): Promise<DueRefund<State>[]> {
    const rows = await rowsOf<RefundRow>(this.#db, sql, [now, limit]);
    return rows.map((row) => ({ refund: toRefund(row) as State, tries: row.tries }));
  }

  async #all(conditions: string, bindings: readonly Binding[]): Promise<Refund[]> {
    return (await rowsOf<RefundRow>(this.#db, `${selectRefundsSql} ${conditions}`, bindings)).map(toRefund);
  }

  async #first(conditions: string, bindings: readonly Binding[]): Promise<Refund | null> {
    const row = await firstRow<RefundRow>(this.#db, `${selectRefundsSql} ${conditions}`, bindings);
    return row && toRefund(row);
  }
}
