import { checkOrder } from '../api/orders';
import { ApiProblem, OfflineError } from '../api/problems';
import type { Order, PlacedOrder } from '../api/types';
import { isPaid } from '../shared/order-status';
import { openCashier } from './open-cashier';
import { forgetPendingOrder, keepPendingOrder } from './pending-order';

export type PaymentOutcome =
  | { readonly kind: 'paid' | 'pending' | 'cancelled'; readonly orderId: string }
  | { readonly kind: 'failed'; readonly orderId: string; readonly reason: string };

/** Opens the cashier, and asks the server what has come of it: the answer of the phone alone decides nothing. */
export async function pay({ order: { id: orderId }, checkout }: PlacedOrder): Promise<PaymentOutcome> {
  keepPendingOrder(orderId);
  const result = await openCashier(checkout);
  const order = await ask(orderId);
  if (order && isPaid(order.status)) {
    forgetPendingOrder(orderId);
    return { kind: 'paid', orderId };
  }
  if (result.kind === 'done' || order === null) return { kind: 'pending', orderId };
  forgetPendingOrder(orderId);
  return { ...result, orderId };
}

/** Null: the server cannot be reached, or does not know at present. */
async function ask(orderId: string): Promise<Order | null> {
  try {
    return await checkOrder(orderId);
  } catch (error) {
    if (error instanceof OfflineError) return null;
    // Whoever has paid must not be sent back to a button that pays.
    if (error instanceof ApiProblem && error.status >= 500) return null;
    throw error;
  }
}
