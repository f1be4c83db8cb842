import type { OrderId, OutTradeNo } from '../shared/ids.ts';
import type { FrozenRequest, PaymentIntent } from './payment-gateway.ts';

/** One try to collect the money of an order, under a number of its own. */
export type PaymentAttempt = {
  readonly orderId: OrderId;
  readonly intent: PaymentIntent;
  readonly request: FrozenRequest;
};

export type OpenAttempt = { readonly outTradeNo: OutTradeNo; readonly pollCount: number };

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const POLL_DELAYS_MS = [5 * SECOND_MS, 15 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS, 3 * MINUTE_MS, 10 * MINUTE_MS];

/**
 * When to ask the provider again, after `pollCount` questions. WeChat does not guarantee its notification, so each open
 * attempt is asked for, often at first and then every ten minutes until it is settled or closed.
 */
export function nextPollAt(pollCount: number, now: Date): Date {
  const delayMs = POLL_DELAYS_MS[Math.min(pollCount, POLL_DELAYS_MS.length - 1)] as number;
  return new Date(now.getTime() + delayMs);
}

/** After a close that failed (provider down), the sweep comes back this much later. */
export const CLOSE_RETRY_MS = 30 * SECOND_MS;
/** A buyer who taps 「我已支付」 again and again asks the provider at most this often. */
export const CHECK_INTERVAL_MS = 2 * SECOND_MS;
