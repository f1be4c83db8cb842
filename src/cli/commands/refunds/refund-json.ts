import { publicId } from '../../../adapters/http/public-id.ts';
import type { OrderEvent } from '../../../domain/ordering/orders.ts';
import type { Refund } from '../../../domain/ordering/refund.ts';

/** The same shape in every state; what a state does not have is null. */
export const refundJson = (refund: Refund) => ({
  id: publicId('rfd', refund.id),
  out_refund_no: refund.outRefundNo,
  status: refund.status,
  origin: refund.origin,
  order_id: publicId('ord', refund.orderId),
  out_trade_no: refund.payment.outTradeNo,
  transaction_id: refund.payment.transactionId,
  gateway: refund.payment.gateway,
  refund_fen: refund.refundFen,
  paid_fen: refund.payment.paidFen,
  reason: refund.reason,
  requested_by: refund.requestedBy,
  requested_at: refund.requestedAt,
  decided_by: 'decidedBy' in refund ? refund.decidedBy : null,
  decided_at: 'decidedAt' in refund ? refund.decidedAt : null,
  rejection: refund.status === 'rejected' ? refund.rejection : null,
  provider_refund_id: 'providerRefundId' in refund ? refund.providerRefundId : null,
  accepted_at: 'acceptedAt' in refund ? refund.acceptedAt : null,
  succeeded_at: refund.status === 'succeeded' ? refund.succeededAt : null,
  ended_at: 'endedAt' in refund ? refund.endedAt : null,
  failure: refund.status === 'failed' ? refund.failure : null,
  shortfall_points: String(refund.shortfallPoints),
});

/** What the order's history tells of this refund. */
export const historyJson = (history: readonly OrderEvent[], { id }: Refund) =>
  history
    .filter(({ detail }) => detail['refundId'] === id)
    .map(({ kind, cause, at, detail: { refundId: _, ...detail } }) => ({ kind, cause, at, detail }));
