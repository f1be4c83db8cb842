import type { GatewayName } from '../../../domain/ordering/payment-channel.ts';
import { providerRequest, type Refund, type RefundOrigin, type RefundStatus } from '../../../domain/ordering/refund.ts';
import { firstTryAt } from '../../../domain/ordering/refund-schedule.ts';
import { fen } from '../../../domain/shared/fen.ts';
import type { OrderId, OutRefundNo, OutTradeNo, RefundId, TransactionId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';

export type RefundRow = {
  id: RefundId;
  out_refund_no: OutRefundNo;
  order_id: OrderId;
  out_trade_no: OutTradeNo;
  transaction_id: TransactionId;
  origin: RefundOrigin;
  status: RefundStatus;
  refund_fen: number;
  reason: string;
  shortfall_points: bigint;
  requested_by: string | null;
  requested_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  rejection: string | null;
  left_fen: number | null;
  request_body: string | null;
  provider_refund_id: string | null;
  accepted_at: Date | null;
  succeeded_at: Date | null;
  ended_at: Date | null;
  failure: string | null;
  tries: number;
  // Of the attempt that brought the payment.
  gateway: GatewayName;
  mchid: string;
  payer_openid: string | null;
  paid_fen: number;
};

/** With the attempt that brought the payment, which never changes. Append conditions on `r`. */
export const selectRefundsSql = /* sql */ `
select r.*, a.gateway, a.mchid, a.payer_openid, a.amount_fen as paid_fen
from ordering.refunds r join ordering.payment_attempts a using (out_trade_no)`;

/** The table's checks say which state has what. */
export function toRefund(row: RefundRow): Refund {
  const base = toBase(row);
  if (row.status === 'awaiting_approval') return { ...base, status: row.status };
  const decidedAt = row.decided_at as Date;
  if (row.status === 'rejected') {
    const decidedBy = row.decided_by as string;
    return { ...base, status: row.status, decidedBy, decidedAt, rejection: row.rejection as string };
  }
  const approved = { ...base, status: 'approved', decidedBy: row.decided_by, decidedAt, frozen: null } as const;
  const decided = { ...approved, frozen: toFrozen(row, approved) };
  if (row.status === 'approved') return decided;
  const { provider_refund_id: providerRefundId, accepted_at: acceptedAt } = row;
  const endedAt = row.ended_at as Date;
  if (row.status === 'failed') {
    return { ...decided, status: row.status, providerRefundId, acceptedAt, endedAt, failure: row.failure as string };
  }
  const accepted = { ...decided, providerRefundId: providerRefundId as string, acceptedAt: acceptedAt as Date };
  if (row.status !== 'succeeded') return { ...accepted, status: row.status };
  return { ...accepted, status: row.status, succeededAt: row.succeeded_at as Date, endedAt };
}

const toBase = (row: RefundRow) => ({
  id: row.id,
  outRefundNo: row.out_refund_no,
  orderId: row.order_id,
  payment: {
    outTradeNo: row.out_trade_no,
    transactionId: row.transaction_id,
    gateway: row.gateway,
    mchid: row.mchid,
    payerOpenid: row.payer_openid,
    paidFen: fen(row.paid_fen),
  },
  refundFen: fen(row.refund_fen),
  reason: row.reason,
  origin: row.origin,
  requestedBy: row.requested_by,
  requestedAt: row.requested_at,
  shortfallPoints: points(row.shortfall_points),
});

function toFrozen(row: RefundRow, refund: Refund) {
  if (row.request_body === null || row.left_fen === null) return null;
  return { refund: providerRequest(refund, fen(row.left_fen)), body: row.request_body };
}

export const refundColumns = (refund: Refund) => ({
  id: refund.id,
  out_refund_no: refund.outRefundNo,
  order_id: refund.orderId,
  out_trade_no: refund.payment.outTradeNo,
  transaction_id: refund.payment.transactionId,
  origin: refund.origin,
  refund_fen: refund.refundFen,
  reason: refund.reason,
  shortfall_points: refund.shortfallPoints,
  requested_by: refund.requestedBy,
  requested_at: refund.requestedAt,
});

/** The columns that a move sets. */
export const refundStateColumns = (refund: Refund) => ({
  status: refund.status,
  decided_by: 'decidedBy' in refund ? refund.decidedBy : null,
  decided_at: 'decidedAt' in refund ? refund.decidedAt : null,
  rejection: refund.status === 'rejected' ? refund.rejection : null,
  provider_refund_id: 'providerRefundId' in refund ? refund.providerRefundId : null,
  accepted_at: 'acceptedAt' in refund ? refund.acceptedAt : null,
  succeeded_at: refund.status === 'succeeded' ? refund.succeededAt : null,
  ended_at: 'endedAt' in refund ? refund.endedAt : null,
  failure: refund.status === 'failed' ? refund.failure : null,
  tries: 0,
  next_try_at: firstTryAt(refund),
});
