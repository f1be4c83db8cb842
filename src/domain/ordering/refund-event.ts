import type { OrderEvent, RefundEventKind } from './orders.ts';
import type { Refund } from './refund.ts';
import type { Cause } from './settlement.ts';

type Told = { readonly cause: Cause; readonly at: Date; readonly more?: Readonly<Record<string, string>> };

/** A line of the order's history about one of its refunds. */
export const refundEvent = (
  kind: RefundEventKind | 'duplicate_payment',
  { id, outRefundNo, refundFen }: Refund,
  { cause, at, more }: Told,
): OrderEvent => ({
  kind,
  cause,
  at,
  detail: { refundId: id, outRefundNo, amountFen: String(refundFen), ...more },
});
