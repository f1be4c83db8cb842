import type { OrderId, OutTradeNo } from '../shared/ids.ts';
import type { GatewayName } from './payment-channel.ts';
import type { Requested } from './payment-gateway.ts';

/**
 * One try to collect the money of an order, under a number of its own. An order may see several, one after the other: the
 * one before is ended first, but a payer who was typing the password then may still complete it.
 */
export type PaymentAttempt = Requested & { readonly orderId: OrderId; readonly gateway: GatewayName };

export type OpenAttempt = {
  readonly outTradeNo: OutTradeNo;
  readonly pollCount: number;
  /** The last moment at which it could be paid. */
  readonly expiresAt: Date;
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const POLL_DELAYS_MS = [5 * SECOND_MS, 15 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS, 3 * MINUTE_MS, 10 * MINUTE_MS];

/** A payment that was begun in time may be reported this much later, even after the order was closed. */
const POLL_AFTER_EXPIRY_MS = 15 * MINUTE_MS;

/**
 * When to ask the provider again, after `pollCount` questions; null: not any more. WeChat does not guarantee its
 * notification, so each attempt that is not settled is asked for, often at first and then every ten minutes.
 */
export function nextPollAt(pollCount: number, expiresAt: Date, now: Date): Date | null {
  const delayMs = POLL_DELAYS_MS[Math.min(pollCount, POLL_DELAYS_MS.length - 1)] as number;
  const at = now.getTime() + delayMs;
  return at > expiresAt.getTime() + POLL_AFTER_EXPIRY_MS ? null : new Date(at);
}

/** A last question that got no answer is asked again this much later. */
export const LAST_POLL_RETRY_MS = 10 * MINUTE_MS;
/** After a close that failed (provider down), the sweep comes back this much later. */
export const CLOSE_RETRY_MS = 30 * SECOND_MS;
/** A buyer who taps 「我已支付」 again and again asks the provider at most this often. */
export const CHECK_INTERVAL_MS = 2 * SECOND_MS;
