import { type Fen, fen } from '../../../domain/shared/fen.ts';
import type { XpayOrder } from './find-order.ts';

/**
 * WeChat may sell for less than the price, on a coupon of its own (`paid_fee` below `order_fee`). We count in prices, WeChat's
 * refunds in what was paid. Rounded so that parts in sequence add up to the whole, either way.
 */
type Fees = Pick<XpayOrder, 'order_fee' | 'paid_fee'>;

/** How much of what was paid belongs to the first `amountFen` of the price. */
export const paidPartOf = (amountFen: number, { order_fee: price, paid_fee: paid }: Fees): number =>
  price === 0 ? 0 : Number((BigInt(amountFen) * BigInt(paid)) / BigInt(price));

/** How much of the price the first `paidFen` of what was paid stand for. */
export function pricePartOf(paidFen: number, { order_fee: price, paid_fee: paid }: Fees): Fen {
  if (paid === 0) return fen(0);
  return fen(Number((BigInt(paidFen) * BigInt(price) + BigInt(paid) - 1n) / BigInt(paid)));
}
