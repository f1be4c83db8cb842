import type { LastDay } from '../shared/expiring-points.ts';
import type { Fen } from '../shared/fen.ts';
import type { ApiKeyId, OrderId, OutTradeNo, RefundId, UserId, WebhookEventId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { News, SaleData } from './event.ts';

type Sale = {
  readonly orderId: OrderId;
  readonly outTradeNo: OutTradeNo;
  readonly packageCode: string;
  readonly amountFen: Fen;
  readonly points: Points;
  readonly paidAt: Date;
};
type MoneyBack = {
  readonly refundId: RefundId;
  readonly refundedFen: Fen;
  readonly totalRefundedFen: Fen;
  readonly pointsTakenBack: Points;
};

const saleData = ({ points, paidAt, ...sale }: Sale): SaleData => ({
  ...sale,
  ...{ points: String(points), paidAt: paidAt.toISOString() },
});

export const newsOfPayment = (userId: UserId, sale: Sale): News<'order.paid'> => ({
  ...{ type: 'order.paid', key: sale.orderId, userId },
  data: saleData(sale),
});

export const newsOfRefund = (
  userId: UserId,
  sale: Sale,
  { pointsTakenBack, ...money }: MoneyBack,
): News<'order.refunded'> => ({
  ...{ type: 'order.refunded', key: money.refundId, userId },
  data: { ...saleData(sale), ...money, pointsTakenBack: String(pointsTakenBack) },
});

/** A level can be reached again and again: each time is another one. */
export const newsOfLowPoints = (
  userId: UserId,
  { left, level }: { readonly left: Points; readonly level: Points },
  at: Date,
): News<'points.low'> => ({
  ...{ type: 'points.low', key: `${userId} ${level} ${at.toISOString()}`, userId },
  data: { available: String(left), level: String(level) },
});

export const newsOfExpiry = (userId: UserId, { points, lastDay, expiresAt }: LastDay): News<'points.expiring'> => ({
  ...{ type: 'points.expiring', key: `${userId} ${lastDay}`, userId },
  data: { points: String(points), lastDay, expiresAt: expiresAt.toISOString() },
});

type ExpiringKey = { readonly id: ApiKeyId; readonly userId: UserId; readonly expiresAt: Date };
export const newsOfKeyExpiry = ({ id, userId, expiresAt }: ExpiringKey): News<'key.expiring'> => ({
  ...{ type: 'key.expiring', key: `${id} ${expiresAt.toISOString()}`, userId },
  data: { keyId: id, expiresAt: expiresAt.toISOString() },
});

/** Each is the only one of its kind. */
export const newsOfPing = (id: WebhookEventId): News<'webhook.ping'> => ({
  ...{ type: 'webhook.ping', key: id, userId: null },
  data: {},
});
