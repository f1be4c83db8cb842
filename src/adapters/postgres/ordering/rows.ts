import type { ClosedOrder, Order, PendingOrder, SettledOrder, Terms } from '../../../domain/ordering/order.ts';
import type { PlacedOrder } from '../../../domain/ordering/orders.ts';
import type { PaymentAttempt } from '../../../domain/ordering/payment-attempt.ts';
import type { GatewayName } from '../../../domain/ordering/payment-channel.ts';
import type { AppliedPromotion, PromotionKind } from '../../../domain/shared/applied-promotion.ts';
import { fen } from '../../../domain/shared/fen.ts';
import type { OrderId, OutTradeNo, PackageId, TransactionId, UserId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';
import { toValidity, type ValidityJson } from '../validity-json.ts';

export type OrderRow = {
  id: OrderId;
  user_id: UserId;
  status: Order['status'];
  package_id: PackageId;
  package_code: string;
  package_name: string;
  package_name_en: string | null;
  list_price_fen: number;
  amount_fen: number;
  points: bigint;
  bonus_points: bigint;
  validity: ValidityJson;
  promotions: PromotionJson[];
  placed_at: Date;
  expires_at: Date;
  paid_at: Date | null;
  settled_at: Date | null;
  paid_out_trade_no: OutTradeNo | null;
  transaction_id: TransactionId | null;
  refunded_fen: number;
  points_expire_at: Date | null;
  closed_at: Date | null;
};

type PromotionJson = {
  code: string;
  name: string;
  kind: PromotionKind;
  first_purchase_only: boolean;
  discount_fen: number;
  bonus_points: number;
};

export type AttemptRow = {
  order_id: OrderId;
  out_trade_no: OutTradeNo;
  amount_fen: number;
  description: string;
  payer_openid: string | null;
  expires_at: Date;
  appid: string;
  mchid: string;
  request_body: string;
  gateway: GatewayName;
  package_code: string;
};

export const toPlacedOrder = (row: OrderRow, attempt: AttemptRow): PlacedOrder => ({
  order: toOrder(row),
  attempt: toAttempt(attempt),
});

export function toOrder(row: OrderRow): Order {
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
      return { ...base, ...toSettled(row), status: 'paid' };
    case 'partly_refunded':
    case 'refunded':
      return { ...base, ...toSettled(row), status: row.status, refundedFen: fen(row.refunded_fen) };
    case 'closed':
      return { ...base, status: 'closed', closedAt: row.closed_at as Date };
  }
}

/** The table's checks say that a settled row has these, as a closed row has its time. */
const toSettled = (row: OrderRow) => ({
  paidAt: row.paid_at as Date,
  settledAt: row.settled_at as Date,
  outTradeNo: row.paid_out_trade_no as OutTradeNo,
  transactionId: row.transaction_id as TransactionId,
  pointsExpireAt: row.points_expire_at as Date,
});

const toTerms = (row: OrderRow): Terms => ({
  packageId: row.package_id,
  packageCode: row.package_code,
  packageName: row.package_name,
  packageNameEn: row.package_name_en,
  listPriceFen: fen(row.list_price_fen),
  amountFen: fen(row.amount_fen),
  points: points(row.points),
  bonusPoints: points(row.bonus_points),
  validity: toValidity(row.validity),
  promotions: row.promotions.map(toPromotion),
});

const toPromotion = (json: PromotionJson): AppliedPromotion => ({
  code: json.code,
  name: json.name,
  kind: json.kind,
  firstPurchaseOnly: json.first_purchase_only,
  discountFen: fen(json.discount_fen),
  bonusPoints: points(BigInt(json.bonus_points)),
});

const fromPromotion = (promotion: AppliedPromotion): PromotionJson => ({
  code: promotion.code,
  name: promotion.name,
  kind: promotion.kind,
  first_purchase_only: promotion.firstPurchaseOnly,
  discount_fen: promotion.discountFen,
  // Exact: no quote has more than MOST_POINTS.
  bonus_points: Number(promotion.bonusPoints),
});

export const toAttempt = (row: AttemptRow): PaymentAttempt => ({
  orderId: row.order_id,
  gateway: row.gateway,
  intent: {
    outTradeNo: row.out_trade_no,
    amountFen: fen(row.amount_fen),
    description: row.description,
    payerOpenid: row.payer_openid,
    expiresAt: row.expires_at,
    packageCode: row.package_code,
  },
  request: { appid: row.appid, mchid: row.mchid, body: row.request_body },
});

export const orderColumns = (order: PendingOrder) => ({
  id: order.id,
  user_id: order.userId,
  status: order.status,
  package_id: order.terms.packageId,
  package_code: order.terms.packageCode,
  package_name: order.terms.packageName,
  package_name_en: order.terms.packageNameEn,
  list_price_fen: order.terms.listPriceFen,
  amount_fen: order.terms.amountFen,
  points: order.terms.points,
  bonus_points: order.terms.bonusPoints,
  validity: JSON.stringify(order.terms.validity),
  promotions: JSON.stringify(order.terms.promotions.map(fromPromotion)),
  placed_at: order.placedAt,
  expires_at: order.expiresAt,
});

export const attemptColumns = ({ orderId, gateway, intent, request }: PaymentAttempt) => ({
  order_id: orderId,
  gateway,
  out_trade_no: intent.outTradeNo,
  amount_fen: intent.amountFen,
  description: intent.description,
  payer_openid: intent.payerOpenid,
  expires_at: intent.expiresAt,
  package_code: intent.packageCode,
  appid: request.appid,
  mchid: request.mchid,
  request_body: request.body,
});

/** The columns that a move to this state sets. A late payment keeps the time at which the order was closed. */
export const movedColumns = (order: SettledOrder | ClosedOrder) =>
  order.status === 'closed'
    ? { status: order.status, closed_at: order.closedAt }
    : {
        status: order.status,
        paid_at: order.paidAt,
        settled_at: order.settledAt,
        paid_out_trade_no: order.outTradeNo,
        transaction_id: order.transactionId,
        points_expire_at: order.pointsExpireAt,
        refunded_fen: order.status === 'paid' ? 0 : order.refundedFen,
      };
