import { feeFenOf } from '../pay/fee.ts';
import { couponFenOf } from '../state/order.ts';
import type { Refund } from '../state/refund.ts';
import type { PaidOrder } from './paid-order.ts';

export type RefundParts = { readonly discountFen: number; readonly feeFen: number };

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/**
 * The coupon and the fee go back in proportion. Each part is what is due for all refunds so far, less what went back
 * before: so that together they give back the whole and not a fen more. `standing` are the refunds that were not closed.
 */
export function splitRefund(order: PaidOrder, standing: readonly Refund[], amountFen: number): RefundParts {
  const refundedFen = sum(standing.map((refund) => refund.amountFen)) + amountFen;
  const part = (wholeFen: number, earlierParts: readonly number[]): number => {
    const dueFen = Math.floor((wholeFen * refundedFen) / order.amountFen) - sum(earlierParts);
    return Math.min(Math.max(dueFen, 0), amountFen);
  };
  return {
    discountFen: part(
      couponFenOf(order.payment),
      standing.map(({ discountFen }) => discountFen),
    ),
    feeFen: part(
      feeFenOf(order.amountFen),
      standing.map(({ feeFen }) => feeFen),
    ),
  };
}
