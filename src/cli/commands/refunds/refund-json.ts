import { z } from 'zod';
import { publicId, shownId } from '../../../adapters/http/public-id.ts';
import type { OrderEvent } from '../../../domain/ordering/orders.ts';
import { GATEWAY_NAMES } from '../../../domain/ordering/payment-channel.ts';
import { REFUND_STATUSES, type Refund } from '../../../domain/ordering/refund.ts';
import { instant, points } from '../../face/answer.ts';

/** The same shape in every state; what a state does not have is null. */
export const refundShape = z.strictObject({
  id: shownId('rfd'),
  out_refund_no: z.string(),
  status: z.enum(REFUND_STATUSES),
  origin: z.enum(['operator', 'duplicate_payment', 'elsewhere']),
  order_id: shownId('ord'),
  out_trade_no: z.string(),
  transaction_id: z.string(),
  gateway: z.enum(GATEWAY_NAMES),
  refund_fen: z.int(),
  paid_fen: z.int(),
  reason: z.string(),
  requested_by: z.string().nullable(),
  requested_at: instant,
  decided_by: z.string().nullable(),
  decided_at: instant.nullable(),
  rejection: z.string().nullable(),
  provider_refund_id: z.string().nullable(),
  accepted_at: instant.nullable(),
  succeeded_at: instant.nullable(),
  ended_at: instant.nullable(),
  failure: z.string().nullable(),
  shortfall_points: points.meta({ description: 'of a refund made elsewhere: what was spent already' }),
});

export const refundJson = (refund: Refund): z.output<typeof refundShape> => ({
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

export const historyShape = z.array(
  z.strictObject({
    kind: z.string(),
    cause: z.string(),
    at: instant,
    detail: z.record(z.string(), z.string()),
  }),
);

/** What the order's history tells of this refund. */
export const historyJson = (history: readonly OrderEvent[], { id }: Refund): z.output<typeof historyShape> =>
  history
    .filter(({ detail }) => detail['refundId'] === id)
    .map(({ kind, cause, at, detail: { refundId: _, ...detail } }) => ({ kind, cause, at, detail }));
