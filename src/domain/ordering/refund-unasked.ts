import type { OrderId, OutRefundNo, RefundId } from '../shared/ids.ts';
import { noPoints, type Points } from '../shared/points.ts';
import type { ProviderRefund } from './payment-gateway.ts';
import type { ApprovedRefund, ProcessingRefund, RefundedPayment } from './refund.ts';

type Names = { readonly id: RefundId; readonly orderId: OrderId; readonly payment: RefundedPayment };

/** The payer reads it. */
const DUPLICATE_REASON = '重复支付，自动退款';
/** Nobody told us why. */
const ELSEWHERE_REASON = '';

/** All of a second payment goes back by itself, whatever the amount: nothing was given for it. */
export const refundOfDuplicate = (names: Names & { readonly outRefundNo: OutRefundNo }, now: Date): ApprovedRefund => ({
  ...names,
  refundFen: names.payment.paidFen,
  reason: DUPLICATE_REASON,
  origin: 'duplicate_payment',
  requestedBy: null,
  requestedAt: now,
  shortfallPoints: noPoints,
  status: 'approved',
  decidedBy: null,
  decidedAt: now,
  frozen: null,
});

/** A refund that the provider tells of and nobody here has asked for, before what it says of its end is done. */
export const refundMadeElsewhere = (
  names: Names,
  { outRefundNo, refundFen, refundId }: ProviderRefund,
  shortfallPoints: Points,
  now: Date,
): ProcessingRefund => ({
  ...names,
  ...{ outRefundNo, refundFen, shortfallPoints },
  reason: ELSEWHERE_REASON,
  origin: 'elsewhere',
  requestedBy: null,
  requestedAt: now,
  status: 'processing',
  decidedBy: null,
  decidedAt: now,
  frozen: null,
  providerRefundId: refundId,
  acceptedAt: now,
});
