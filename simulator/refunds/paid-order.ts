import type { Order, Payment } from '../state/order.ts';
import { type Refund, statusOf } from '../state/refund.ts';
import type { RefundState } from '../state/refund-changes.ts';

export type PaidOrder = Order & { readonly payment: Payment };

export const isPaidOrder = (order: Order): order is PaidOrder => order.payment !== null;

export const refundsOf = ({ refunds }: Pick<RefundState, 'refunds'>, { outRefundNos }: Order): Refund[] =>
  outRefundNos.flatMap((outRefundNo) => refunds.get(outRefundNo) ?? []);

/** A closed refund has taken nothing from the order. */
export const standing = (refunds: readonly Refund[]): Refund[] =>
  refunds.filter((refund) => statusOf(refund) !== 'CLOSED');

export const refundableFen = (order: Order, refunds: readonly Refund[]): number =>
  standing(refunds).reduce((leftFen, { amountFen }) => leftFen - amountFen, order.amountFen);
