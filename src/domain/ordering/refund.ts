import { type Fen, fen } from '../shared/fen.ts';
import type { OrderId, OutRefundNo, OutTradeNo, RefundId, TransactionId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { GatewayName } from './payment-channel.ts';
import type { FrozenRefund, RefundRequest } from './payment-gateway.ts';

/** The payment that is paid back: the one that paid its order, or a second one that nobody wanted. */
export type RefundedPayment = {
  readonly outTradeNo: OutTradeNo;
  readonly transactionId: TransactionId;
  readonly gateway: GatewayName;
  readonly mchid: string;
  readonly payerOpenid: string | null;
  readonly paidFen: Fen;
};

/**
 * `operator`: asked for here. `duplicate_payment`: an order was paid twice. `elsewhere`: made in the merchant console or by
 * Apple, and found by us.
 */
export type RefundOrigin = 'operator' | 'duplicate_payment' | 'elsewhere';

type RefundBase = {
  readonly id: RefundId;
  /** The same for ever: the provider knows the refund by it, and another number would pay back twice. */
  readonly outRefundNo: OutRefundNo;
  readonly orderId: OrderId;
  readonly payment: RefundedPayment;
  readonly refundFen: Fen;
  /** Shown to the payer; at most 80 characters. */
  readonly reason: string;
  readonly origin: RefundOrigin;
  /** The operator's name; null: nobody of us. */
  readonly requestedBy: string | null;
  readonly requestedAt: Date;
  /** What could not be taken back of a refund made elsewhere, because it was spent or had expired; otherwise none. */
  readonly shortfallPoints: Points;
};

export type AwaitingRefund = RefundBase & { readonly status: 'awaiting_approval' };
/** A second operator, or the one who asked, said no. Nothing was sent. */
export type RejectedRefund = RefundBase & {
  readonly status: 'rejected';
  readonly decidedBy: string;
  readonly decidedAt: Date;
  readonly rejection: string;
};

type Decided = RefundBase & {
  /** The second operator; null: none was needed. */
  readonly decidedBy: string | null;
  readonly decidedAt: Date;
  /** Fixed before it is sent for the first time; null: not sent by us, or not yet. */
  readonly frozen: FrozenRefund | null;
};
/** To be sent. Whether it has arrived is unknown until the provider has answered. */
export type ApprovedRefund = Decided & { readonly status: 'approved' };

/** The provider knows it, under a number of its own. */
type Accepted = Decided & { readonly providerRefundId: string; readonly acceptedAt: Date };
export type ProcessingRefund = Accepted & { readonly status: 'processing' };
/** The money did not reach the payer: a person has to lead it elsewhere. The points stay frozen. */
export type AbnormalRefund = Accepted & { readonly status: 'abnormal' };
/** `succeededAt` is the provider's time. */
export type SucceededRefund = Accepted & {
  readonly status: 'succeeded';
  readonly succeededAt: Date;
  readonly endedAt: Date;
};
/** Never paid back under this number; the points are back. */
export type FailedRefund = Decided & {
  readonly status: 'failed';
  readonly providerRefundId: string | null;
  readonly acceptedAt: Date | null;
  readonly endedAt: Date;
  /** For operators. */
  readonly failure: string;
};

/** Under way at the provider. */
export type AcceptedRefund = ProcessingRefund | AbnormalRefund;
export type OpenRefund = ApprovedRefund | AcceptedRefund;
export type Refund = AwaitingRefund | RejectedRefund | OpenRefund | SucceededRefund | FailedRefund;

export const REFUND_STATUSES = [
  'awaiting_approval',
  'rejected',
  'approved',
  'processing',
  'abnormal',
  'succeeded',
  'failed',
] as const satisfies readonly Refund['status'][];
export type RefundStatus = Refund['status'];

export const isOpen = (refund: Refund): refund is OpenRefund =>
  refund.status === 'approved' || refund.status === 'processing' || refund.status === 'abnormal';

/** Has gone back, or may still. */
export const isStanding = ({ status }: Refund): boolean => status !== 'rejected' && status !== 'failed';

/** Known to the provider, or perhaps: an answer may have been lost. */
export const mayHaveReached = (refund: Refund): boolean => isOpen(refund) || refund.status === 'succeeded';

export const refundsOf = <R extends Refund>(
  refunds: readonly R[],
  { transactionId }: Pick<RefundedPayment, 'transactionId'>,
): R[] => refunds.filter(({ payment }) => payment.transactionId === transactionId);

export const totalFen = (refunds: readonly Refund[]): Fen =>
  fen(refunds.reduce((total, { refundFen }) => total + refundFen, 0));

/** What of a payment has gone back or may still, and so what is left. Never below zero, even where refunds are in each other's way. */
export function standingOf(payment: RefundedPayment, refunds: readonly Refund[]) {
  const standingFen = Math.min(payment.paidFen, totalFen(refundsOf(refunds, payment).filter(isStanding)));
  return { refundedFen: fen(standingFen), leftFen: fen(payment.paidFen - standingFen) };
}

/** What the provider is asked for; `leftFen` is what it holds of the payment before this refund. */
export const providerRequest = (refund: Refund, leftFen: Fen): RefundRequest => ({
  outRefundNo: refund.outRefundNo,
  outTradeNo: refund.payment.outTradeNo,
  transactionId: refund.payment.transactionId,
  payerOpenid: refund.payment.payerOpenid,
  refundFen: refund.refundFen,
  paidFen: refund.payment.paidFen,
  leftFen,
  reason: refund.reason,
});
