import { noteRefund, type PaidOrder, type SettledOrder } from '../../src/domain/ordering/order.ts';
import type { PaymentAttempt } from '../../src/domain/ordering/payment-attempt.ts';
import type { ProviderRefund } from '../../src/domain/ordering/payment-gateway.ts';
import type {
  AbnormalRefund,
  ApprovedRefund,
  AwaitingRefund,
  FailedRefund,
  ProcessingRefund,
  Refund,
  RefundedPayment,
  RejectedRefund,
  SucceededRefund,
} from '../../src/domain/ordering/refund.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import type { OrderId, OutRefundNo, RefundId, TransactionId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { anAttempt, aPaidOrder, OURS } from './builders.ts';
import { newId } from './ids.ts';
import { MINUTE, msAfter, NOON } from './instants.ts';

/** A paid order, the attempt that paid it, and its payment. */
export function aSale(change: Partial<PaidOrder> = {}) {
  const order = aPaidOrder(change);
  const base = anAttempt(order);
  const attempt: PaymentAttempt = { ...base, intent: { ...base.intent, outTradeNo: order.outTradeNo } };
  return { order, attempt, payment: paymentOf(order, attempt) };
}

const paymentOf = (order: PaidOrder, attempt: PaymentAttempt): RefundedPayment => ({
  outTradeNo: order.outTradeNo,
  transactionId: order.transactionId,
  gateway: attempt.gateway,
  mchid: OURS.mchid,
  payerOpenid: attempt.intent.payerOpenid,
  paidFen: order.terms.amountFen,
});

export const newRefundNo = (): OutRefundNo => newId().replaceAll('-', '') as OutRefundNo;

type Change = Partial<Omit<AwaitingRefund, 'status'>>;

/** 100 of 990 fen, asked for by alice at noon. */
export const anAwaitingRefund = (change: Change = {}): AwaitingRefund => ({
  status: 'awaiting_approval',
  id: newId<RefundId>(),
  outRefundNo: newRefundNo(),
  orderId: newId<OrderId>(),
  payment: aSale().payment,
  refundFen: fen(100),
  reason: '用户申请退款',
  origin: 'operator',
  requestedBy: 'alice',
  requestedAt: NOON,
  shortfallPoints: points(0n),
  ...change,
});

export const aRejectedRefund = (change: Change = {}): RejectedRefund => ({
  ...anAwaitingRefund(change),
  ...{ status: 'rejected', decidedBy: 'bob', decidedAt: msAfter(NOON, MINUTE), rejection: 'not agreed' },
});

export const anApprovedRefund = (change: Change = {}): ApprovedRefund => ({
  ...anAwaitingRefund(change),
  ...{ status: 'approved', decidedBy: null, decidedAt: NOON, frozen: null },
});

const accepted = (change: Change) => ({
  ...anApprovedRefund(change),
  providerRefundId: '50300001',
  acceptedAt: msAfter(NOON, MINUTE),
});
export const aProcessingRefund = (change: Change = {}): ProcessingRefund => ({
  ...accepted(change),
  status: 'processing',
});
export const anAbnormalRefund = (change: Change = {}): AbnormalRefund => ({ ...accepted(change), status: 'abnormal' });
export const aSucceededRefund = (change: Change = {}): SucceededRefund => ({
  ...accepted(change),
  ...{ status: 'succeeded', succeededAt: msAfter(NOON, 2 * MINUTE), endedAt: msAfter(NOON, 3 * MINUTE) },
});
export const aFailedRefund = (change: Change = {}): FailedRefund => ({
  ...accepted(change),
  ...{ status: 'failed', endedAt: msAfter(NOON, 3 * MINUTE), failure: 'closed' },
});

/** One in every state. */
export const inEveryState = (change: Change = {}): Refund[] =>
  [
    ...[anAwaitingRefund, aRejectedRefund, anApprovedRefund, aProcessingRefund, anAbnormalRefund],
    ...[aSucceededRefund, aFailedRefund],
  ].map((build) => build({ ...change, id: newId<RefundId>(), outRefundNo: newRefundNo() }));

/** What the provider says of this refund. */
export const toldOf = (
  { outRefundNo, payment, refundFen }: Refund,
  change: Partial<ProviderRefund> = {},
): ProviderRefund => ({
  ...{ outRefundNo, outTradeNo: payment.outTradeNo, refundFen },
  refundId: '50300001',
  status: 'processing',
  succeededAt: null,
  ...change,
});

export const refundedBy = (order: SettledOrder, amountFen: number): SettledOrder => noteRefund(order, fen(amountFen));

export const aTransactionId = (): TransactionId => `42000${newId().slice(-12)}` as TransactionId;
