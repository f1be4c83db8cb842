import { orderLifeMs, prepayLifeMs } from '../time/limits.ts';

export type TradeType = 'JSAPI' | 'NATIVE';
/** REFUND is a paid order with a refund, in whatever state and of whatever part that is. */
export type TradeState = 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED';

/** Times ending in `AtMs` or `UntilMs` are milliseconds since the epoch in business time. */
export type PlacedOrder = {
  readonly outTradeNo: string;
  readonly tradeType: TradeType;
  /** Digest of the whole first request: a repetition must equal it. */
  readonly requestDigest: string;
  readonly description: string;
  readonly attach: string;
  readonly deviceId: string;
  readonly amountFen: number;
  readonly notifyUrl: string;
  /** The only one who may pay a JSAPI order; null for Native, where whoever scans first pays. */
  readonly payerOpenid: string | null;
  readonly createdAtMs: number;
  /** From `time_expire`: the last moment to pay. It does not close the order. */
  readonly payableUntilMs: number | null;
};

/** `handle` is the `prepay_id` (JSAPI) or the `code_url` (Native). */
export type Prepay = { readonly handle: string; readonly issuedAtMs: number };

export type PaymentAttempt = {
  readonly outcome: 'paid' | 'cancelled' | 'failed';
  readonly openid: string;
  readonly reason: string | null;
  readonly atMs: number;
};

/** A coupon that WeChat gave to the payer: the merchant is paid its amount too. */
export type Coupon = { readonly couponId: string; readonly stockId: string; readonly amountFen: number };

export type Payment = {
  readonly transactionId: string;
  readonly openid: string;
  readonly paidAtMs: number;
  readonly coupon?: Coupon;
};

export type Order = PlacedOrder & {
  readonly prepays: readonly Prepay[];
  readonly attempts: readonly PaymentAttempt[];
  readonly closedAtMs: number | null;
  readonly payment: Payment | null;
  readonly notificationId: string | null;
  /** In the order in which they were accepted. */
  readonly outRefundNos: readonly string[];
};

export const couponFenOf = ({ coupon }: Payment): number => coupon?.amountFen ?? 0;

export const isPaid = (state: TradeState): boolean => state === 'SUCCESS' || state === 'REFUND';

/** Derived at each look, so that the 7-day close needs no timer and survives a restart. */
export function tradeStateOf(order: Order, nowMs: number): TradeState {
  if (order.payment) return order.outRefundNos.length > 0 ? 'REFUND' : 'SUCCESS';
  return order.closedAtMs !== null || nowMs >= order.createdAtMs + orderLifeMs ? 'CLOSED' : 'NOTPAY';
}

export const isPastPayTime = (order: Order, nowMs: number): boolean =>
  order.payableUntilMs !== null && nowMs > order.payableUntilMs;

export const isFresh = (prepay: Prepay, nowMs: number): boolean => nowMs <= prepay.issuedAtMs + prepayLifeMs;
