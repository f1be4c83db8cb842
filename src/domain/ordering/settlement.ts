import { addDays, endOfBeijingDay } from '../shared/beijing-time.ts';
import { type Points, sum } from '../shared/points.ts';
import { expiryOf, type Validity } from '../shared/validity.ts';
import { isSettled, type Order, type PaidOrder, type SettledOrder } from './order.ts';
import type { PaymentAttempt } from './payment-attempt.ts';
import type { Payment } from './payment-gateway.ts';

/** Who told us. Every move of an order is recorded with it. `answer`: the provider, when it was asked to pay back. */
export type Cause = 'user' | 'notification' | 'poll' | 'expiry' | 'bill' | 'operator' | 'answer';

export type Mismatch = {
  readonly field: 'appid' | 'mchid' | 'amount' | 'currency' | 'payer';
  readonly expected: string;
  readonly actual: string;
};

const LATE_VALIDITY_DAYS = 30;

export type Settlement =
  /** The order is paid by this payment; its points are due now. `late`: it had been closed before. */
  | { readonly kind: 'settled'; readonly order: PaidOrder; readonly late: boolean }
  | { readonly kind: 'already_settled'; readonly order: SettledOrder }
  /** Never credited: set aside for a person. */
  | { readonly kind: 'mismatch'; readonly mismatch: Mismatch }
  /** The order was paid by another payment: this one is money to give back. */
  | { readonly kind: 'duplicate_payment'; readonly order: SettledOrder };

/**
 * What a completed payment does to its order. Points have no stock, so a payment that arrives after the order was closed
 * is still credited.
 */
export function decideSettlement(order: Order, attempt: PaymentAttempt, payment: Payment, now: Date): Settlement {
  const mismatch = findMismatch(attempt, payment);
  if (mismatch) return { kind: 'mismatch', mismatch };
  if (isSettled(order)) {
    return order.transactionId === payment.transactionId
      ? { kind: 'already_settled', order }
      : { kind: 'duplicate_payment', order };
  }
  const { id, userId, terms, placedAt, expiresAt } = order;
  const paid: PaidOrder = {
    ...{ id, userId, terms, placedAt, expiresAt },
    status: 'paid',
    paidAt: payment.paidAt,
    settledAt: now,
    outTradeNo: payment.outTradeNo,
    transactionId: payment.transactionId,
    pointsExpireAt: expiryOfLate(terms.validity, now),
  };
  return { kind: 'settled', order: paid, late: order.status === 'closed' };
}

/** A payment so late that a fixed end has passed gives the points a month: what was paid for can be spent. */
function expiryOfLate(validity: Validity, now: Date): Date {
  const expiresAt = expiryOf(validity, now);
  return now < expiresAt ? expiresAt : endOfBeijingDay(addDays(now, LATE_VALIDITY_DAYS));
}

/** All five must be ours (WeChat Pay, 回调通知处理): an attacker may pay 1 fen to another merchant with our number. */
function findMismatch({ intent, request }: PaymentAttempt, payment: Payment): Mismatch | null {
  const compared: Mismatch[] = [
    { field: 'mchid', expected: request.mchid, actual: payment.mchid },
    { field: 'appid', expected: request.appid, actual: payment.appid },
    { field: 'amount', expected: String(intent.amountFen), actual: String(payment.amountFen) },
    { field: 'currency', expected: 'CNY', actual: payment.currency },
  ];
  // Whoever scans a QR code may pay; anywhere else it is the buyer himself.
  if (intent.payerOpenid !== null) {
    compared.push({ field: 'payer', expected: intent.payerOpenid, actual: payment.payerOpenid ?? '' });
  }
  return compared.find(({ expected, actual }) => expected !== actual) ?? null;
}

export const totalPoints = (order: Order): Points => sum([order.terms.points, order.terms.bonusPoints]);
