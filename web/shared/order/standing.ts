import type { Order, Payment } from '../api/types.ts';

/** What an order is to whoever looks at it. */
export type Standing = 'waiting' | 'expired' | 'closed' | 'paid' | 'partly_refunded' | 'refunded';
export type Facts = Omit<Order, 'transaction_id' | 'paid_at' | 'credits_expire_at'>;

/** `expired`: nobody has closed it yet, but its code is of no use. */
export function standingOf({ status, expired_at: expiredAt }: Facts, nowMs: number): Standing {
  if (status !== 'pending') return status;
  return nowMs < Date.parse(expiredAt) ? 'waiting' : 'expired';
}

/** Money has come, and nothing is left to wait for. */
export const isSettled = ({ status }: Facts): boolean => status !== 'pending' && status !== 'closed';

/** An answer that was under way while the payment came does not undo it; nor does one about another order. */
export const isNews = (shown: Facts, told: Facts): boolean =>
  shown.order_id === told.order_id && (isSettled(told) || !isSettled(shown));

export const factsOf = ({ code_url: _, created_at: __, ...facts }: Payment): Facts => facts;
