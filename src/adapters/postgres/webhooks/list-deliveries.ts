import type { Knex } from 'knex';
import type { WebhookDeliveryId } from '../../../domain/shared/ids.ts';
import type { DeliveryAttempt, LoggedDelivery } from '../../../domain/webhooks/delivery.ts';
import type { DeliveryFilter } from '../../../domain/webhooks/webhook-stores.ts';
import { type Binding, rowsOf } from '../rows.ts';
import { type AttemptRow, DUE_COLUMNS, type DueRow, toAttempt, toDue } from './rows.ts';

export type WantedDeliveries = DeliveryFilter & { readonly id?: WebhookDeliveryId };

/** As a condition on `delivery` and `event`. */
export function conditionOf({ id, endpointId, state, type, keys, since }: WantedDeliveries) {
  const wanted: readonly (readonly [string, Binding | undefined])[] = [
    ['delivery.id = ?', id],
    ['delivery.endpoint_id = ?', endpointId],
    ['delivery.state = ?', state],
    ['event.type = ?', type],
    ['event.key = any(?)', keys && [...keys]],
    ['event.occurred_at >= ?', since],
  ];
  const asked = wanted.filter((each): each is readonly [string, Binding] => each[1] !== undefined);
  return { sql: asked.map(([sql]) => sql).join(' and ') || 'true', bindings: asked.map(([, value]) => value) };
}

/** Newest first, with all tries of each. */
export async function listDeliveries(db: Knex, wanted: WantedDeliveries, limit: number): Promise<LoggedDelivery[]> {
  const where = conditionOf(wanted);
  const rows = await rowsOf<DueRow>(
    db,
    `select ${DUE_COLUMNS} from webhooks.deliveries delivery join webhooks.events event on event.id = delivery.event_id
     where ${where.sql} order by delivery.id desc limit ?`,
    [...where.bindings, limit],
  );
  const attempts = await attemptsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...toDue(row), attempts: attempts.get(row.id) ?? [] }));
}

async function attemptsOf(
  db: Knex,
  ids: readonly WebhookDeliveryId[],
): Promise<ReadonlyMap<WebhookDeliveryId, readonly DeliveryAttempt[]>> {
  const sql = 'select * from webhooks.attempts where delivery_id = any(?::uuid[]) order by at';
  const rows = await rowsOf<AttemptRow>(db, sql, [ids as never]);
  return new Map(ids.map((id) => [id, rows.filter((row) => row.delivery_id === id).map(toAttempt)]));
}
