import type { Order } from '../../domain/ordering/order.ts';
import type { AttemptRecord } from '../../domain/ordering/order-records.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import type { OrderName } from './trace/order-file.ts';

/** Of an order that an operator names, the first one first. Null: there is no such order. */
export async function findAttempts(
  { orders, orderRecords }: Pick<Stores, 'orders' | 'orderRecords'>,
  name: OrderName,
): Promise<{ readonly order: Order; readonly attempts: readonly AttemptRecord[] } | null> {
  const orderId = 'orderId' in name ? name.orderId : await orderRecords.findByNumber(name.number);
  const placed = orderId && (await orders.find(orderId));
  return placed ? { order: placed.order, attempts: await orderRecords.attemptsOf(placed.order.id) } : null;
}
