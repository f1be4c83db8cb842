import type { AppliedPromotion } from '../shared/applied-promotion.ts';
import { type Fen, fen } from '../shared/fen.ts';
import type { OrderId, OutTradeNo, PackageId, TransactionId, UserId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import { sameValue } from '../shared/same-value.ts';
import type { Validity } from '../shared/validity.ts';

/** What was agreed when the order was placed. A catalog quote fits; the modules do not know each other. */
export type Terms = {
  readonly packageId: PackageId;
  readonly packageCode: string;
  readonly packageName: string;
  /** Null: it has none. */
  readonly packageNameEn: string | null;
  /** The price before promotions. */
  readonly listPriceFen: Fen;
  readonly amountFen: Fen;
  readonly points: Points;
  /** Of the package and of promotions. */
  readonly bonusPoints: Points;
  readonly validity: Validity;
  /** Why the price is what it is. */
  readonly promotions: readonly AppliedPromotion[];
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
type Settled = OrderBase & {
  readonly paidAt: Date;
  readonly settledAt: Date;
  /** The attempt that paid. */
  readonly outTradeNo: OutTradeNo;
  readonly transactionId: TransactionId;
  /** When the points of this order expire. */
  readonly pointsExpireAt: Date;
};
export type PaidOrder = Settled & { readonly status: 'paid' };
/** Refunds count once the provider has said that they succeeded. */
export type PartlyRefundedOrder = Settled & { readonly status: 'partly_refunded'; readonly refundedFen: Fen };
export type RefundedOrder = Settled & { readonly status: 'refunded'; readonly refundedFen: Fen };
export type SettledOrder = PaidOrder | PartlyRefundedOrder | RefundedOrder;
export type ClosedOrder = OrderBase & { readonly status: 'closed'; readonly closedAt: Date };
export type Order = PendingOrder | SettledOrder | ClosedOrder;
export const ORDER_STATUSES = [
  'pending',
  'paid',
  'partly_refunded',
  'refunded',
  'closed',
] as const satisfies Order['status'][];

export const isSettled = (order: Order): order is SettledOrder =>
  order.status !== 'pending' && order.status !== 'closed';

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

/** What of the order's payment has gone back. */
export const refundedFenOf = (order: SettledOrder): Fen => (order.status === 'paid' ? fen(0) : order.refundedFen);

/** `refundFen` (at least 1) more has gone back. */
export function noteRefund(order: SettledOrder, refundFen: Fen): PartlyRefundedOrder | RefundedOrder {
  const refundedFen = fen(refundedFenOf(order) + refundFen);
  const { amountFen } = order.terms;
  if (refundFen < 1 || refundedFen > amountFen)
    throw new RangeError(`${refundedFen} of ${amountFen} fen cannot go back`);
  return refundedFen === amountFen
    ? { ...order, status: 'refunded', refundedFen }
    : { ...order, status: 'partly_refunded', refundedFen };
}

/** May this open order serve a buyer who asks for the same package again? Not on other terms, nor with a minute or less left. */
export function canReuse(order: PendingOrder, terms: Terms, now: Date): boolean {
  return order.expiresAt.getTime() - now.getTime() > SHORTEST_CHECKOUT_MS && sameTerms(order.terms, terms);
}

function sameTerms(a: Terms, b: Terms): boolean {
  return (
    a.packageId === b.packageId &&
    a.listPriceFen === b.listPriceFen &&
    a.amountFen === b.amountFen &&
    a.points === b.points &&
    a.bonusPoints === b.bonusPoints &&
    sameValidity(a.validity, b.validity) &&
    samePromotions(a.promotions, b.promotions)
  );
}

/** Names aside, as with the package: a new one is no other deal. */
function samePromotions(a: Terms['promotions'], b: Terms['promotions']): boolean {
  const withoutNames = (all: Terms['promotions']) => all.map(({ name: _, ...deal }) => deal);
  return sameValue(withoutNames(a), withoutNames(b));
}

function sameValidity(a: Validity, b: Validity): boolean {
  if (a.kind === 'days' && b.kind === 'days') return a.days === b.days;
  if (a.kind === 'months' && b.kind === 'months') return a.months === b.months;
  if (a.kind === 'until' && b.kind === 'until') return a.until.getTime() === b.until.getTime();
  return false;
}
