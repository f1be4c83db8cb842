import type { Order } from '../../domain/ordering/order.ts';
import type { Refund } from '../../domain/ordering/refund.ts';
import type { RefundId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

/** A refund and its order, both locked until the transaction ends: the order first, as everybody does. */
export async function lockRefund(
  { orders, refunds }: Pick<Stores, 'orders' | 'refunds'>,
  id: RefundId,
): Promise<{ readonly order: Order; readonly refund: Refund } | null> {
  const seen = await refunds.find(id);
  const placed = seen && (await orders.lock(seen.payment.outTradeNo));
  const refund = seen && (await refunds.lock(seen.outRefundNo));
  return placed && refund ? { order: placed.order, refund } : null;
}
