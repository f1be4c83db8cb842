import type { Fen } from '../shared/fen.ts';
import type { OrderId, PackageId, TransactionId, UserId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { Validity } from '../shared/validity.ts';

/** What was agreed when the order was placed. A catalog quote fits; the modules do not know each other. */
export type Terms = {
  readonly packageId: PackageId;
  readonly packageName: string;
  readonly amountFen: Fen;
  readonly points: Points;
  readonly bonusPoints: Points;
  readonly validity: Validity;
};

type OrderBase = {
  readonly id: OrderId;
  readonly userId: UserId;
  readonly terms: Terms;
  readonly placedAt: Date;
  /** From here on the order is closed, unless the provider says that it was paid. */
  readonly expiresAt: Date;
};

export type PendingOrder = OrderBase & { readonly status: 'pending' };
export type PaidOrder = OrderBase & {
  readonly status: 'paid';
  readonly paidAt: Date;
  readonly settledAt: Date;
  readonly transactionId: TransactionId;
  /** When the points of this order expire. */
  readonly pointsExpireAt: Date;
};
export type ClosedOrder = OrderBase & { readonly status: 'closed'; readonly closedAt: Date };
export type Order = PendingOrder | PaidOrder | ClosedOrder;

/** How long a buyer may take to pay. WeChat's prepay_id lives for 2 h, so half an hour needs no second one. */
export const ORDER_LIFETIME_MS = 30 * 60_000;
/** WeChat moves a `time_expire` that is nearer than this; an order with less left is not offered for payment again. */
const SHORTEST_CHECKOUT_MS = 60_000;

export const openOrder = (id: OrderId, userId: UserId, terms: Terms, now: Date): PendingOrder => ({
  status: 'pending',
  id,
  userId,
  terms,
  placedAt: now,
  expiresAt: new Date(now.getTime() + ORDER_LIFETIME_MS),
});

export const closeOrder = (order: PendingOrder, now: Date): ClosedOrder => ({
  ...order,
  status: 'closed',
  closedAt: now,
});

/** May this open order serve a buyer who asks for the same package again? Not on other terms, nor with a minute or less left. */
export function canReuse(order: PendingOrder, terms: Terms, now: Date): boolean {
  return order.expiresAt.getTime() - now.getTime() > SHORTEST_CHECKOUT_MS && sameTerms(order.terms, terms);
}

function sameTerms(a: Terms, b: Terms): boolean {
  return (
    a.packageId === b.packageId &&
    a.amountFen === b.amountFen &&
    a.points === b.points &&
    a.bonusPoints === b.bonusPoints &&
    sameValidity(a.validity, b.validity)
  );
}

function sameValidity(a: Validity, b: Validity): boolean {
  if (a.kind === 'days' && b.kind === 'days') return a.days === b.days;
  if (a.kind === 'months' && b.kind === 'months') return a.months === b.months;
  if (a.kind === 'until' && b.kind === 'until') return a.until.getTime() === b.until.getTime();
  return false;
}
