import type { Knex } from 'knex';
import type { UserId, WebhookDeliveryId, WebhookEndpointId } from '../../../domain/shared/ids.ts';
import type {
  DeliveryAttempt,
  DeliveryEnd,
  DueDelivery,
  LoggedDelivery,
  WebhookDelivery,
} from '../../../domain/webhooks/delivery.ts';
import type { WebhookEvent } from '../../../domain/webhooks/event.ts';
import type { DeliveryFilter, Lanes, WebhookOutbox } from '../../../domain/webhooks/webhook-stores.ts';
import { rowsOf } from '../rows.ts';
import { conditionOf, listDeliveries, type WantedDeliveries } from './list-deliveries.ts';
import { type DueRow, fromDelivery, fromEvent, toDue } from './rows.ts';
import { takeDueSql } from './take-due.sql.ts';

export class PostgresWebhookOutbox implements WebhookOutbox {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add(event: WebhookEvent, deliveries: readonly WebhookDelivery[]): Promise<boolean> {
    const added = await this.#db('webhooks.events')
      .insert(fromEvent(event))
      .onConflict(['type', 'key'])
      .ignore()
      .returning('id');
    if (added.length === 0) return false;
    await this.#db('webhooks.deliveries').insert(deliveries.map(fromDelivery));
    return true;
  }

  async takeDue(now: Date, { free, perEndpoint, busy }: Lanes): Promise<DueDelivery[]> {
    const bindings = [[...busy.keys()] as never, [...busy.values()] as never, now, perEndpoint, free];
    return (await rowsOf<DueRow>(this.#db, takeDueSql, bindings)).map(toDue);
  }

  async scheduleTry(id: WebhookDeliveryId, tries: number, at: Date): Promise<void> {
    await this.#pending({ id }).update({ tries, due_at: at });
  }

  async addAttempt(id: WebhookDeliveryId, { at, status, fault, durationMs, excerpt }: DeliveryAttempt): Promise<void> {
    const sql = `insert into webhooks.attempts (delivery_id, at, status, fault, duration_ms, excerpt)
                 select id, ?, ?, ?, ?, ? from webhooks.deliveries where id = ? for key share`;
    await rowsOf(this.#db, sql, [at, status, fault, durationMs, excerpt, id] as never);
  }

  async end(id: WebhookDeliveryId, end: DeliveryEnd): Promise<void> {
    const reason = end.state === 'delivered' ? null : end.reason;
    await this.#pending({ id }).update({ state: end.state, reason, due_at: null });
  }

  cancelPending(endpointId: WebhookEndpointId): Promise<number> {
    const cancelled = { state: 'cancelled', reason: 'endpoint_disabled', due_at: null };
    return this.#pending({ endpoint_id: endpointId }).update(cancelled);
  }

  async find(id: WebhookDeliveryId): Promise<LoggedDelivery | null> {
    return (await listDeliveries(this.#db, { id }, 1))[0] ?? null;
  }

  list(filter: DeliveryFilter, limit: number): Promise<LoggedDelivery[]> {
    return listDeliveries(this.#db, filter, limit);
  }

  async replay(wanted: WantedDeliveries, now: Date): Promise<number> {
    const where = conditionOf(wanted);
    const sql = `update webhooks.deliveries delivery set state = 'pending', reason = null, tries = 0, due_at = ?
                 from webhooks.events event where event.id = delivery.event_id and ${where.sql} returning 1`;
    return (await rowsOf(this.#db, sql, [now, ...where.bindings])).length;
  }

  async removeBefore(instant: Date, limit: number): Promise<number> {
    const sql = `delete from webhooks.events where id in (
                   select id from webhooks.events event where occurred_at < ? and not exists (
                     select 1 from webhooks.deliveries where event_id = event.id and state = 'pending')
                   order by occurred_at limit ?) returning 1`;
    return (await rowsOf(this.#db, sql, [instant, limit])).length;
  }

  async eraseNamesOf(userId: UserId): Promise<void> {
    const sql = `update webhooks.deliveries delivery
                 set external_id = null, metadata = case when metadata is null then null else '{}'::jsonb end
                 from webhooks.events event
                 where event.id = delivery.event_id and event.user_id = ? and delivery.state <> 'pending'`;
    await rowsOf(this.#db, sql, [userId]);
  }

  #pending(which: Readonly<Record<string, string>>): Knex.QueryBuilder {
    return this.#db('webhooks.deliveries').where({ ...which, state: 'pending' });
  }
}
