import type { PushDelivery } from '../push/push-state.ts';
import type { XpayOrder, XpayRefund, XpayWorld } from './xpay-state.ts';

/** `order.status` of `query_order`: 1 created, 2 paid, 4 delivered, 5 refunded, 6 closed, 7 refund failed. */
export type OrderStatus = 1 | 2 | 4 | 5 | 6 | 7;

const unpaidLifeMs = 2 * 3600 * 1000;

type Deliveries = { readonly deliveries: ReadonlyMap<string, PushDelivery> };

/** When the goods were given out: told by the API, or by a good answer to a sound push. */
export function providedAtMs(order: XpayOrder, { deliveries }: Deliveries): number | null {
  const attempts = deliveries.get(order.payment?.deliveryId ?? '')?.attempts ?? [];
  const answered = attempts.find(({ received, fault }) => received && fault === 'none');
  return order.providedAtMs ?? answered?.atMs ?? null;
}

/** Derived at each look, so that the closing of unpaid orders needs no timer. */
export function statusOf(order: XpayOrder, push: Deliveries, nowMs: number): OrderStatus {
  if (!order.payment) return nowMs >= order.createdAtMs + unpaidLifeMs ? 6 : 1;
  if (order.leftFen === 0) return 5;
  return providedAtMs(order, push) === null ? 2 : 4;
}

export function refundStatusOf({ outcome }: XpayRefund): OrderStatus {
  if (outcome === null) return 1;
  return outcome === 'refunded' ? 5 : 7;
}

export const refundsOf = ({ refunds }: XpayWorld, { outTradeNo }: XpayOrder): XpayRefund[] =>
  [...refunds.values()].filter((refund) => refund.outTradeNo === outTradeNo);
