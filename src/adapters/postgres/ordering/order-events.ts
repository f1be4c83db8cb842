import type { Knex } from 'knex';
import type { OrderEvent } from '../../../domain/ordering/orders.ts';
import type { OrderId } from '../../../domain/shared/ids.ts';
import { rowsOf } from '../rows.ts';

/** The order is new or locked, so that counting its events is safe. */
export async function appendEvent(db: Knex, orderId: OrderId, event: OrderEvent): Promise<void> {
  await db.raw(
    `insert into ordering.order_events (order_id, seq, kind, cause, at, detail)
     select ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ? from ordering.order_events where order_id = ?`,
    [orderId, event.kind, event.cause, event.at, JSON.stringify(event.detail), orderId],
  );
}

/** Has this been noticed about the same payment before? It is seen again at each repetition. */
export async function isKnown(db: Knex, orderId: OrderId, { kind, detail }: OrderEvent): Promise<boolean> {
  const sql = `select 1 from ordering.order_events where order_id = ? and kind = ? and coalesce(detail->>'transactionId', '') = ?`;
  return (await rowsOf(db, sql, [orderId, kind, detail['transactionId'] ?? ''])).length > 0;
}

export const listEvents = (db: Knex, orderId: OrderId): Promise<OrderEvent[]> =>
  rowsOf<OrderEvent>(db, 'select kind, cause, at, detail from ordering.order_events where order_id = ? order by seq', [
    orderId,
  ]);
