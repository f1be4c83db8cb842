import type { ClosedOrder, Order, PaidOrder, Terms } from '../../../domain/ordering/order.ts';
import type { PlacedOrder } from '../../../domain/ordering/orders.ts';
import type { PaymentAttempt } from '../../../domain/ordering/payment-attempt.ts';
import { fen } from '../../../domain/shared/fen.ts';
import type { OrderId, OutTradeNo, PackageId, TransactionId, UserId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';
import { toValidity, type ValidityJson } from '../validity-json.ts';

export type OrderRow = {
  id: OrderId;
  user_id: UserId;
  status: Order['status'];
  package_id: PackageId;
  package_name: string;
  amount_fen: number;
  points: bigint;
  bonus_points: bigint;
  validity: ValidityJson;
  placed_at: Date;
  expires_at: Date;
  paid_at: Date | null;
  settled_at: Date | null;
  transaction_id: TransactionId | null;
  points_expire_at: Date | null;
  closed_at: Date | null;
};

export type AttemptRow = {
  order_id: OrderId;
  out_trade_no: OutTradeNo;
  amount_fen: number;
  description: string;
  payer_openid: string;
  expires_at: Date;
  appid: string;
  mchid: string;
  request_body: string;
};

export const toPlacedOrder = (row: OrderRow, attempt: AttemptRow): PlacedOrder => ({
  order: toOrder(row),
  attempt: toAttempt(attempt),
});

function toOrder(row: OrderRow): Order {
  const base = {
    id: row.id,
    userId: row.user_id,
    terms: toTerms(row),
    placedAt: row.placed_at,
    expiresAt: row.expires_at,
  };
  switch (row.status) {
    case 'pending':
      return { ...base, status: 'pending' };
    case 'paid':
      // The table's checks say that a paid row has these, and a closed row its time.
      return {
        ...base,
        status: 'paid',
        paidAt: row.paid_at as Date,
        settledAt: row.settled_at as Date,
        transactionId: row.transaction_id as TransactionId,
        pointsExpireAt: row.points_expire_at as Date,
      };
    case 'closed':
      return { ...base, status: 'closed', closedAt: row.closed_at as Date };
  }
}

const toTerms = (row: OrderRow): Terms => ({
  packageId: row.package_id,
  packageName: row.package_name,
  amountFen: fen(row.amount_fen),
  points: points(row.points),
  bonusPoints: points(row.bonus_points),
  validity: toValidity(row.validity),
});

const toAttempt = (row: AttemptRow): PaymentAttempt => ({
  orderId: row.order_id,
  intent: {
    outTradeNo: row.out_trade_no,
    amountFen: fen(row.amount_fen),
    description: row.description,
    payerOpenid: row.payer_openid,
    expiresAt: row.expires_at,
  },
  request: { appid: row.appid, mchid: row.mchid, body: row.request_body },
});

export const newOrderColumns = ({ order, attempt }: PlacedOrder) => ({
  order: {
    id: order.id,
    user_id: order.userId,
    status: order.status,
    package_id: order.terms.packageId,
    package_name: order.terms.packageName,
    amount_fen: order.terms.amountFen,
    points: order.terms.points,
    bonus_points: order.terms.bonusPoints,
    validity: JSON.stringify(order.terms.validity),
    placed_at: order.placedAt,
    expires_at: order.expiresAt,
  },
  attempt: {
    order_id: attempt.orderId,
    out_trade_no: attempt.intent.outTradeNo,
    amount_fen: attempt.intent.amountFen,
    description: attempt.intent.description,
    payer_openid: attempt.intent.payerOpenid,
    expires_at: attempt.intent.expiresAt,
    appid: attempt.request.appid,
    mchid: attempt.request.mchid,
    request_body: attempt.request.body,
  },
});

/** The columns that a move to this state sets. A late payment keeps the time at which the order was closed. */
export const movedColumns = (order: PaidOrder | ClosedOrder) =>
  order.status === 'paid'
    ? {
        status: order.status,
        paid_at: order.paidAt,
        settled_at: order.settledAt,
        transaction_id: order.transactionId,
        points_expire_at: order.pointsExpireAt,
      }
    : { status: order.status, closed_at: order.closedAt };
