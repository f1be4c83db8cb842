import type { BeijingDay } from '../shared/beijing-time.ts';
import type { Fen } from '../shared/fen.ts';
import type { ApiKeyId, OrderId, OutTradeNo, RefundId, UserId, WebhookEventId } from '../shared/ids.ts';

export const WEBHOOK_EVENT_TYPES = [
  'order.paid',
  /** Each time that money of an order has gone back. */
  'order.refunded',
  'points.low',
  'points.expiring',
  'key.expiring',
  /** Sent by an operator, to see whether anybody is there. */
  'webhook.ping',
] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** What an endpoint may ask for. */
export type HeardType = Exclude<WebhookEventType, 'webhook.ping'>;
export const HEARD_EVENT_TYPES: readonly HeardType[] = WEBHOOK_EVENT_TYPES.filter((type) => type !== 'webhook.ping');

export type SaleData = {
  readonly orderId: OrderId;
  readonly outTradeNo: OutTradeNo;
  readonly packageCode: string;
  readonly amountFen: Fen;
  /** The bonus included. */
  readonly points: string;
  readonly paidAt: string;
};
export type RefundData = SaleData & {
  readonly refundId: RefundId;
  readonly refundedFen: Fen;
  /** Of the order, this refund included. */
  readonly totalRefundedFen: Fen;
  readonly pointsTakenBack: string;
};

/** What is kept of each event: plain JSON, points and instants as text. Nothing that people have written: names are looked up. */
export type EventData = {
  readonly 'order.paid': SaleData;
  readonly 'order.refunded': RefundData;
  readonly 'points.low': { readonly available: string; readonly level: string };
  readonly 'points.expiring': { readonly points: string; readonly lastDay: BeijingDay; readonly expiresAt: string };
  readonly 'key.expiring': { readonly keyId: ApiKeyId; readonly expiresAt: string };
  readonly 'webhook.ping': Readonly<Record<string, never>>;
};

/** What has happened, before it is an event: of most things nobody hears. */
export type News<Type extends WebhookEventType = WebhookEventType> = {
  readonly [Each in Type]: {
    readonly type: Each;
    /** What it is about. It is told once, within its type. */
    readonly key: string;
    /** Whose affair it is. */
    readonly userId: Each extends HeardType ? UserId : null;
    readonly data: EventData[Each];
  };
}[Type];

export type WebhookEvent<Type extends WebhookEventType = WebhookEventType> = News<Type> & {
  readonly id: WebhookEventId;
  readonly occurredAt: Date;
};
