import { type CheckoutSession, type CheckoutStatus, checkoutStatus } from '../../domain/identity/checkout-session.ts';
import { isSettled, type Order, type SettledOrder } from '../../domain/ordering/order.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type CheckoutNeeds = 'checkoutSessions' | 'orders' | 'clock';
export type CheckoutState = {
  readonly status: CheckoutStatus;
  /** The one that was paid first; else the newest that waits, or else was closed. */
  readonly order: Order | null;
};

/** What has become of a checkout, as its orders tell. */
export async function checkoutState(
  { checkoutSessions, orders, clock }: Pick<Stores, CheckoutNeeds>,
  checkout: CheckoutSession,
): Promise<CheckoutState> {
  const linked: Order[] = [];
  for (const id of await checkoutSessions.ordersOf(checkout.id)) {
    const placed = await orders.find(id);
    if (placed) linked.push(placed.order);
  }
  const paid = firstPaid(linked);
  const pending = linked.findLast(({ status }) => status === 'pending');
  const known = { isPaid: paid !== null, isPending: pending !== undefined };
  const status = checkoutStatus(checkout, known, await clock.now());
  return { status, order: paid ?? pending ?? linked.at(-1) ?? null };
}

const firstPaid = (orders: readonly Order[]): SettledOrder | null =>
  orders.filter(isSettled).sort((a, b) => a.settledAt.getTime() - b.settledAt.getTime())[0] ?? null;
