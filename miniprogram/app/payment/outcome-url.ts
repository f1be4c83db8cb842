import type { PaymentOutcome } from './pay';

/** The page of what has become of a payment. Null: it was cancelled, and nothing has changed. */
export function outcomeUrl(outcome: PaymentOutcome): string | null {
  if (outcome.kind === 'cancelled') return null;
  const page = { paid: 'pay-success', pending: 'pay-pending', failed: 'pay-failure' }[outcome.kind];
  const reason = 'reason' in outcome ? `&reason=${encodeURIComponent(outcome.reason)}` : '';
  return `/pages/${page}/${page}?id=${outcome.orderId}${reason}`;
}
