import type { Brand } from './brand.ts';

// Inside, an id is a UUID (version 7, so that it sorts by age). At the edges it carries a prefix: `ord_…`, see
// src/adapters/http/public-id.ts. Two ids of different kinds do not compile in each other's place.
export type UserId = Brand<string, 'UserId'>;
export type SessionId = Brand<string, 'SessionId'>;
export type PackageId = Brand<string, 'PackageId'>;
export type PromotionId = Brand<string, 'PromotionId'>;
export type CodeBatchId = Brand<string, 'CodeBatchId'>;
export type OrderId = Brand<string, 'OrderId'>;
export type RefundId = Brand<string, 'RefundId'>;
export type ReconciliationId = Brand<string, 'ReconciliationId'>;
export type InvoiceId = Brand<string, 'InvoiceId'>;
export type InvoiceTitleId = Brand<string, 'InvoiceTitleId'>;
export type LotId = Brand<string, 'LotId'>;
export type ConsumptionId = Brand<string, 'ConsumptionId'>;
export type HoldId = Brand<string, 'HoldId'>;
export type AdjustmentId = Brand<string, 'AdjustmentId'>;
export type WriteOffId = Brand<string, 'WriteOffId'>;
export type ApiKeyId = Brand<string, 'ApiKeyId'>;
export type ServiceId = Brand<string, 'ServiceId'>;
export type SigningSecretId = Brand<string, 'SigningSecretId'>;
export type AuditEventId = Brand<string, 'AuditEventId'>;
export type LoginTicketId = Brand<string, 'LoginTicketId'>;
export type CheckoutSessionId = Brand<string, 'CheckoutSessionId'>;
export type NoticeId = Brand<string, 'NoticeId'>;
export type WebhookEndpointId = Brand<string, 'WebhookEndpointId'>;
export type WebhookSecretId = Brand<string, 'WebhookSecretId'>;
export type WebhookEventId = Brand<string, 'WebhookEventId'>;
export type WebhookDeliveryId = Brand<string, 'WebhookDeliveryId'>;

/** A points account. Every user owns exactly one, and it has the user's id. */
export type AccountId = Brand<string, 'AccountId'>;
export const accountOf = (userId: UserId): AccountId => userId as string as AccountId;

/** Our number for one payment attempt: 8–32 letters and digits, valid for JSAPI, Native and virtual payment alike. */
export type OutTradeNo = Brand<string, 'OutTradeNo'>;
/** Our number for one refund, 8–32 letters and digits; the same for ever, because a second number pays back twice. */
export type OutRefundNo = Brand<string, 'OutRefundNo'>;
/** WeChat's number for a payment. */
export type TransactionId = Brand<string, 'TransactionId'>;
/** The code of an API that we sell, such as `image.recognize`. Scopes and prices are expressed in it. */
export type ApiCode = Brand<string, 'ApiCode'>;
