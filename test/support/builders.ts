import type { Package, Storefront } from '../../src/domain/catalog/package.ts';
import type { Product } from '../../src/domain/catalog/product.ts';
import type { Promotion } from '../../src/domain/catalog/promotion.ts';
import type { ApiOffer } from '../../src/domain/catalog/sold-api.ts';
import type { CheckoutSession } from '../../src/domain/identity/checkout-session.ts';
import type { KeptRequest } from '../../src/domain/identity/checkout-sessions.ts';
import type { WaitingTicket } from '../../src/domain/identity/login-ticket.ts';
import { type Notice, noticeOfPayment } from '../../src/domain/identity/notice.ts';
import type { Session } from '../../src/domain/identity/session.ts';
import type { ApiKey, Scope } from '../../src/domain/keyvault/api-key.ts';
import type { Service } from '../../src/domain/keyvault/service.ts';
import type { Draw } from '../../src/domain/ledger/consumption.ts';
import type { CallDetails } from '../../src/domain/ledger/entry.ts';
import type { NewFreeze } from '../../src/domain/ledger/freeze.ts';
import type { Lot, LotKind } from '../../src/domain/ledger/lot.ts';
import type { Grant, NewLot } from '../../src/domain/ledger/points-ledger.ts';
import {
  type ClosedOrder,
  closeOrder,
  openOrder,
  type PaidOrder,
  type PendingOrder,
  type Terms,
} from '../../src/domain/ordering/order.ts';
import type { PaymentAttempt } from '../../src/domain/ordering/payment-attempt.ts';
import type { Payment, ProviderRefund } from '../../src/domain/ordering/payment-gateway.ts';
import type { AppliedPromotion } from '../../src/domain/shared/applied-promotion.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import type {
  AccountId,
  ApiCode,
  ApiKeyId,
  CheckoutSessionId,
  ConsumptionId,
  LoginTicketId,
  LotId,
  NoticeId,
  OrderId,
  OutRefundNo,
  OutTradeNo,
  PackageId,
  PromotionId,
  RefundId,
  ServiceId,
  SessionId,
  TransactionId,
  UserId,
  WebhookDeliveryId,
  WebhookEndpointId,
  WebhookEventId,
  WebhookSecretId,
} from '../../src/domain/shared/ids.ts';
import { type Points, points } from '../../src/domain/shared/points.ts';
import type { SealedText } from '../../src/domain/shared/sealed-text.ts';
import { expiryOf } from '../../src/domain/shared/validity.ts';
import type { WebhookDelivery } from '../../src/domain/webhooks/delivery.ts';
import type { WebhookEndpoint } from '../../src/domain/webhooks/endpoint.ts';
import type { HeardType, News, WebhookEvent } from '../../src/domain/webhooks/event.ts';
import { newsOfPayment } from '../../src/domain/webhooks/news.ts';
import type { WebhookSecret } from '../../src/domain/webhooks/secret.ts';
import { newId } from './ids.ts';
import { DAY, msAfter, NOON } from './instants.ts';

/** Merchant, app and payer of every attempt that `anAttempt` makes, and of every payment that is ours. */
export const OURS = { appid: 'wx0000000000000001', mchid: '1900000001', openid: 'o-the-buyer' } as const;

export const IMAGE_API = 'image.recognize' as ApiCode;
export const TEXT_API = 'text.translate' as ApiCode;

export const aPackage = (change: Partial<Package> = {}): Package => ({
  id: newId<PackageId>(),
  code: 'starter',
  productCode: 'points',
  name: '入门包',
  description: '100 积分',
  nameEn: null,
  descriptionEn: null,
  priceFen: fen(990),
  originalPriceFen: null,
  points: points(100n),
  bonusPoints: points(0n),
  validity: { kind: 'days', days: 365 },
  hot: false,
  sort: 1,
  storefronts: ['miniprogram', 'web'] satisfies Storefront[],
  enabled: true,
  saleStartsAt: null,
  saleEndsAt: null,
  ...change,
});

export const aProduct = (change: Partial<Product> = {}): Product => ({
  ...{ code: 'packs', name: '套餐', type: 'package', description: '', sort: 10, enabled: true },
  ...change,
});

/** Runs at noon, for every package: five per cent more points. */
export const aPromotion = (change: Partial<Promotion> = {}): Promotion => ({
  id: newId<PromotionId>(),
  code: 'promotion',
  name: '活动',
  effect: { kind: 'bonus_percent', percent: 5 },
  firstPurchaseOnly: false,
  packageCodes: 'all',
  storefronts: ['miniprogram', 'web'] satisfies Storefront[],
  startsAt: msAfter(NOON, -DAY),
  endsAt: null,
  enabled: true,
  memo: '',
  ...change,
});

/** As it is put; sold at this price from then on. */
export const aSoldApi = (change: Partial<ApiOffer> = {}): ApiOffer => ({
  code: IMAGE_API,
  name: '图像识别',
  path: '/v1/images/recognize',
  pointsPerCall: points(3n),
  effectiveFrom: null,
  status: 'normal',
  notice: '',
  ...change,
});

export const someTerms = (change: Partial<Terms> = {}): Terms => ({
  packageId: newId<PackageId>(),
  packageCode: 'starter',
  packageName: '入门包',
  packageNameEn: null,
  listPriceFen: fen(990),
  amountFen: fen(990),
  points: points(100n),
  bonusPoints: points(20n),
  validity: { kind: 'days', days: 365 },
  promotions: [],
  ...change,
});

export const anAppliedPromotion = (change: Partial<AppliedPromotion> = {}): AppliedPromotion => ({
  ...{ code: 'promotion', name: '活动', kind: 'discount', firstPurchaseOnly: false },
  discountFen: fen(10),
  bonusPoints: points(0n),
  ...change,
});

export const aPendingOrder = (change: Partial<PendingOrder> = {}): PendingOrder => ({
  ...openOrder(newId<OrderId>(), newId<UserId>(), someTerms(), NOON),
  ...change,
});

export const aClosedOrder = (order: PendingOrder = aPendingOrder()): ClosedOrder => closeOrder(order, order.expiresAt);

export const aPaidOrder = (change: Partial<PaidOrder> = {}): PaidOrder => {
  const pending = aPendingOrder();
  return {
    ...pending,
    status: 'paid',
    paidAt: NOON,
    settledAt: NOON,
    outTradeNo: newId().replaceAll('-', '') as OutTradeNo,
    transactionId: newId<TransactionId>(),
    pointsExpireAt: expiryOf(pending.terms.validity, NOON),
    ...change,
  };
};

export function anAttempt(order: Pick<PendingOrder, 'id' | 'terms' | 'expiresAt'> = aPendingOrder()): PaymentAttempt {
  const intent = {
    outTradeNo: newId().replaceAll('-', '') as OutTradeNo,
    amountFen: order.terms.amountFen,
    description: 'API积分充值',
    payerOpenid: OURS.openid,
    expiresAt: order.expiresAt,
    packageCode: order.terms.packageCode,
  };
  // Keys in no special order, with blanks: what is stored must come back byte for byte.
  const body = `{ "out_trade_no":"${intent.outTradeNo}",  "description": "API积分充值", "amount": 990 }`;
  return { orderId: order.id, gateway: 'jsapi', intent, request: { appid: OURS.appid, mchid: OURS.mchid, body } };
}

/** A completed payment of this attempt, right in every field. */
export const aPaymentFor = ({ intent, request }: PaymentAttempt, change: Partial<Payment> = {}): Payment => ({
  outTradeNo: intent.outTradeNo,
  transactionId: `42000${newId().slice(-12)}` as TransactionId,
  appid: request.appid,
  mchid: request.mchid,
  amountFen: intent.amountFen,
  currency: 'CNY',
  payerOpenid: intent.payerOpenid,
  paidAt: msAfter(NOON, 42_000),
  ...change,
});

export const aProviderRefund = (change: Partial<ProviderRefund> = {}): ProviderRefund => ({
  outRefundNo: newId().replaceAll('-', '') as OutRefundNo,
  outTradeNo: newId().replaceAll('-', '') as OutTradeNo,
  refundId: `50000${newId().slice(-12)}`,
  refundFen: fen(990),
  status: 'processing',
  succeededAt: null,
  ...change,
});

/** `aLot().of(60n).bonus().expiring(tomorrow)`; a builder is itself a lot. */
export const aLot = (lot: Lot = plainLot()) => ({
  ...lot,
  of: (remaining: bigint) => aLot({ ...lot, remaining: points(remaining) }),
  kinded: (kind: LotKind) => aLot({ ...lot, kind }),
  bonus: () => aLot({ ...lot, kind: 'bonus' }),
  expiring: (expiresAt: Date) => aLot({ ...lot, expiresAt }),
  granted: (grantedAt: Date) => aLot({ ...lot, grantedAt }),
  named: (id: string) => aLot({ ...lot, id: id as LotId }),
});

const plainLot = (): Lot => ({
  id: newId<LotId>(),
  kind: 'paid',
  remaining: points(10n),
  grantedAt: NOON,
  expiresAt: msAfter(NOON, 30 * DAY),
});

export const aNewLot = (change: Partial<NewLot> = {}): NewLot => ({
  id: newId<LotId>(),
  kind: 'paid',
  points: points(10n),
  expiresAt: msAfter(NOON, 30 * DAY),
  ...change,
});

export const aGrant = (accountId: AccountId, change: Partial<Grant> = {}): Grant => ({
  accountId,
  orderId: newId<OrderId>(),
  lots: [aNewLot()],
  at: NOON,
  ...change,
});

export const aCall = (change: Partial<CallDetails> = {}): CallDetails => ({
  ...{ keyId: newId<ApiKeyId>(), serviceId: newId<ServiceId>(), apiCode: IMAGE_API, quantity: 1, priceVersion: 1 },
  ...change,
});

/** What `spend` in customers.ts takes: three points for a call of its own. */
export const aConsumption = (accountId: AccountId, change: Partial<NewConsumption> = {}): NewConsumption => ({
  ...{ id: newId<ConsumptionId>(), accountId, points: points(3n), call: aCall(), at: NOON },
  ...change,
});
export type NewConsumption = {
  readonly id: ConsumptionId;
  readonly accountId: AccountId;
  readonly points: Points;
  readonly call: CallDetails;
  readonly at: Date;
};

export const aFreeze = (accountId: AccountId, orderId: OrderId, draws: readonly Draw[]): NewFreeze => ({
  ...{ accountId, orderId, draws },
  refundId: newId<RefundId>(),
  at: NOON,
});

export const aSession = (change: Partial<Session> = {}): Session => ({
  ...{ id: newId<SessionId>(), userId: newId<UserId>(), kind: 'mini_program', device: null },
  ...{ createdAt: NOON, lastUsedAt: NOON, expiresAt: msAfter(NOON, 30 * DAY) },
  ...change,
});

export const aTicket = (change: Partial<WaitingTicket> = {}): WaitingTicket => ({
  ...{ id: newId<LoginTicketId>(), scene: `login:${newId().replaceAll('-', '').slice(-26)}`, device: null },
  ...{ askedFrom: '203.0.113.7/32', state: 'waiting', createdAt: NOON, expiresAt: msAfter(NOON, 300_000) },
  ...change,
});

export const aCheckout = (change: Partial<CheckoutSession> = {}): CheckoutSession => ({
  ...{ id: newId<CheckoutSessionId>(), serviceId: newId<ServiceId>(), sessionId: newId<SessionId>() },
  ...{ userId: newId<UserId>(), externalId: null, packageIds: null, successUrl: null, cancelUrl: null, metadata: {} },
  ...{ createdAt: NOON, expiresAt: msAfter(NOON, 3_600_000) },
  ...change,
});

export const aKeptRequest = (change: Partial<KeptRequest> = {}): KeptRequest => ({
  ...{ idempotencyKey: newId(), requestDigest: 'digest', sealedToken: `1.${newId()}` as SealedText },
  ...change,
});

/** That an order was paid, to be told to somebody whom nobody else knows. */
export const aNotice = (change: Partial<Notice<'payment_success'>> = {}): Notice<'payment_success'> => ({
  ...noticeOfPayment(
    { id: newId<NoticeId>(), userId: newId<UserId>() },
    {
      ...{ orderId: newId<OrderId>(), outTradeNo: newId().replaceAll('-', '') as OutTradeNo, packageName: '入门包🐴' },
      ...{ amountFen: fen(990), points: points(120n), paidAt: NOON },
    },
    NOON,
  ),
  ...change,
});

export const anApiKey = (change: Partial<ApiKey> = {}): ApiKey => ({
  id: newId<ApiKeyId>(),
  userId: newId<UserId>(),
  name: '生产环境',
  hint: 'sk_live_aB3d…9xYz',
  scope: 'all' satisfies Scope,
  ...{ networks: null, rateLimit: null, dailyBudget: null, totalBudget: null, successorId: null },
  enabled: true,
  createdAt: NOON,
  expiresAt: msAfter(NOON, 90 * DAY),
  ...change,
});

export const aService = (change: Partial<Service> = {}): Service => ({
  ...{ id: newId<ServiceId>(), name: `service-${newId()}`, operations: 'all', networks: null },
  ...{ requiresSignature: false, returnOrigins: [], enabled: true, createdAt: NOON },
  ...change,
});

/** Of a service that nobody else knows; it hears everything of everyone. */
export const anEndpoint = (change: Partial<WebhookEndpoint> = {}): WebhookEndpoint => ({
  ...{ id: newId<WebhookEndpointId>(), serviceId: newId<ServiceId>(), url: `https://product.example/${newId()}` },
  ...{ events: 'all', audience: 'everyone', enabled: true, createdAt: NOON },
  ...change,
});

export const aWebhookSecret = (endpointId: WebhookEndpointId, change: Partial<WebhookSecret> = {}): WebhookSecret => ({
  ...{ id: newId<WebhookSecretId>(), endpointId, sealed: `1.${newId()}` as SealedText },
  ...{ createdAt: NOON, expiresAt: null },
  ...change,
});

/** That an order of 990 fen for 120 points was paid at noon. */
export const someNews = (): News<'order.paid'> =>
  newsOfPayment(newId<UserId>(), {
    ...{ orderId: newId<OrderId>(), outTradeNo: newId().replaceAll('-', '') as OutTradeNo, packageCode: 'starter' },
    ...{ amountFen: fen(990), points: points(120n), paidAt: NOON },
  });

export const aWebhookEvent = (news: News<HeardType> = someNews(), occurredAt: Date = NOON): WebhookEvent => ({
  ...news,
  ...{ id: newId<WebhookEventId>(), occurredAt },
});

/** Due at noon. */
export const aWebhookDelivery = (
  eventId: WebhookEventId,
  endpointId: WebhookEndpointId,
  change: Partial<WebhookDelivery> = {},
): WebhookDelivery => ({
  ...{ id: newId<WebhookDeliveryId>(), eventId, endpointId, recipient: { externalId: null, checkout: null } },
  ...{ state: 'pending', reason: null, tries: 0, dueAt: NOON, createdAt: NOON },
  ...change,
});
