import type { Knex } from 'knex';
import type { CheckoutSession } from '../../../domain/identity/checkout-session.ts';
import type { CheckoutSessions, KeptRequest } from '../../../domain/identity/checkout-sessions.ts';
import type { CheckoutSessionId, OrderId, ServiceId, SessionId, UserId } from '../../../domain/shared/ids.ts';
import { firstRow, lockName, rowsOf } from '../rows.ts';
import { type CheckoutRow, fromCheckout, type RequestRow, toCheckout, toRequest } from './checkout-rows.ts';

export class PostgresCheckoutSessions implements CheckoutSessions {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  lockKey(serviceId: ServiceId, idempotencyKey: string): Promise<void> {
    return lockName(this.#db, `identity:checkout:${serviceId}:${idempotencyKey}`);
  }

  async add(checkout: CheckoutSession, { idempotencyKey, requestDigest, sealedToken }: KeptRequest): Promise<void> {
    const request: RequestRow = {
      ...{ idempotency_key: idempotencyKey, request_digest: requestDigest, sealed_token: sealedToken },
    };
    await this.#db('identity.checkout_sessions').insert({ ...fromCheckout(checkout), ...request });
  }

  async findByKey(serviceId: ServiceId, idempotencyKey: string) {
    const sql = 'select * from identity.checkout_sessions where service_id = ? and idempotency_key = ?';
    const row = await firstRow<CheckoutRow & RequestRow>(this.#db, sql, [serviceId, idempotencyKey]);
    return row && { checkout: toCheckout(row), request: toRequest(row) };
  }

  find(id: CheckoutSessionId): Promise<CheckoutSession | null> {
    return this.#findBy('id', id);
  }

  findBySession(id: SessionId): Promise<CheckoutSession | null> {
    return this.#findBy('session_id', id);
  }

  async link(id: CheckoutSessionId, orderId: OrderId, at: Date): Promise<void> {
    const row = { order_id: orderId, checkout_session_id: id, linked_at: at };
    await this.#db('identity.checkout_orders').insert(row).onConflict('order_id').merge();
  }

  async isLinked(orderId: OrderId): Promise<boolean> {
    const sql = 'select 1 from identity.checkout_orders where order_id = ?';
    return (await firstRow(this.#db, sql, [orderId])) !== null;
  }

  async findByOrder(orderId: OrderId): Promise<CheckoutSession | null> {
    const sql = `select session.* from identity.checkout_orders linked
                 join identity.checkout_sessions session on session.id = linked.checkout_session_id
                 where linked.order_id = ?`;
    const row = await firstRow<CheckoutRow>(this.#db, sql, [orderId]);
    return row && toCheckout(row);
  }

  async ordersOf(id: CheckoutSessionId): Promise<OrderId[]> {
    const sql =
      'select order_id from identity.checkout_orders where checkout_session_id = ? order by linked_at, order_id';
    return (await rowsOf<{ order_id: OrderId }>(this.#db, sql, [id])).map((row) => row.order_id);
  }

  async eraseNamesOf(userId: UserId): Promise<void> {
    const erased = { external_id: null, metadata: '{}', success_url: null, cancel_url: null };
    await this.#db('identity.checkout_sessions').where({ user_id: userId }).update(erased);
  }

  async #findBy(column: 'id' | 'session_id', id: string): Promise<CheckoutSession | null> {
    const sql = `select * from identity.checkout_sessions where ${column} = ?`;
    const row = await firstRow<CheckoutRow>(this.#db, sql, [id]);
    return row && toCheckout(row);
  }
}
