import type { TransactionId } from '../shared/ids.ts';
import { isSettled, type Order, type SettledOrder } from './order.ts';
import type { PaymentAttempt } from './payment-attempt.ts';
import type { Refund, RefundedPayment } from './refund.ts';

export const paymentThrough = (
  { gateway, intent, request }: PaymentAttempt,
  transactionId: TransactionId,
): RefundedPayment => ({
  outTradeNo: intent.outTradeNo,
  transactionId,
  gateway,
  mchid: request.mchid,
  payerOpenid: intent.payerOpenid,
  paidFen: intent.amountFen,
});

/**
 * The payment that came through this attempt of the order; null: we know of none. One that the order did not need is known
 * by the refund that pays it back. `refunds` are all of the order.
 */
export function knownPayment(
  order: Order,
  attempt: PaymentAttempt,
  refunds: readonly Refund[],
): RefundedPayment | null {
  const { outTradeNo } = attempt.intent;
  if (isSettled(order) && order.outTradeNo === outTradeNo) return paymentThrough(attempt, order.transactionId);
  return refunds.find(({ payment }) => payment.outTradeNo === outTradeNo)?.payment ?? null;
}

/** Did this payment pay for the order's points? */
export const hasPaid = (
  { transactionId }: Pick<RefundedPayment, 'transactionId'>,
  order: Order,
): order is SettledOrder => isSettled(order) && order.transactionId === transactionId;
