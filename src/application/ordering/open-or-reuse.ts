import type { Storefront } from '../../domain/catalog/package.ts';
import type { Quote, QuoteOutcome } from '../../domain/catalog/quote.ts';
import { canReuse, isSettled, openOrder, type PendingOrder, type Terms } from '../../domain/ordering/order.ts';
import type { Orders } from '../../domain/ordering/orders.ts';
import type { PaymentAttempt } from '../../domain/ordering/payment-attempt.ts';
import type { Platform } from '../../domain/ordering/payment-channel.ts';
import type { Gateways, PaymentGateway } from '../../domain/ordering/payment-gateway.ts';
import {
  refuseSpending,
  type SpendingLimits,
  type SpendingRefusal,
  spendingDayOf,
} from '../../domain/ordering/spending.ts';
import type { Fen } from '../../domain/shared/fen.ts';
import type { OrderId, OutTradeNo, PackageId, UserId } from '../../domain/shared/ids.ts';
import { type QuoteNeeds, quoterFor } from '../catalog/quoter.ts';
import { isLeaving } from '../identity/is-leaving.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { gatewayOf } from './gateway-of.ts';
import { newAttempt } from './new-attempt.ts';

export type OpenNeeds = QuoteNeeds | 'packages' | 'users' | 'clock';
export type Buyer = {
  readonly userId: UserId;
  readonly packageId: PackageId;
  readonly platform: Platform;
  /** What the buyer was shown; left out, any price will do. */
  readonly expectedAmountFen?: Fen | undefined;
};
type With = {
  /** The one that is to collect the money. */
  readonly gateway: PaymentGateway;
  /** The buyer's order that an earlier try made ready for another attempt. */
  readonly goesOnWith: OrderId | null;
  readonly gateways: Gateways;
  readonly limits: SpendingLimits;
  readonly ids: IdSource;
};
export type OpenRefusal =
  | { readonly kind: 'unknown_package' }
  | Exclude<QuoteOutcome, { kind: 'quoted' }>
  | SpendingRefusal
  /** The buyer was shown another price; nothing was placed. */
  | { readonly kind: 'price_changed'; readonly amountFen: Fen }
  | { readonly kind: 'payer_unknown' }
  | { readonly kind: 'account_closing' };
export type Ready = { readonly kind: 'ready'; readonly order: PendingOrder; readonly attempt: PaymentAttempt };
export type Opened =
  | Ready
  /** To be closed at the provider first: an attempt for another gateway or payer, or an order on other terms. */
  | {
      readonly kind: 'in_the_way';
      readonly what: 'attempt' | 'order';
      readonly outTradeNo: OutTradeNo;
      readonly orderId: OrderId;
    }
  /** The order to go on with has been paid since. */
  | { readonly kind: 'already_paid'; readonly orderId: OrderId }
  | OpenRefusal;

const storefrontOf = (platform: Platform): Storefront => (platform === 'web' ? 'web' : 'miniprogram');

/** Inside one transaction: the order and the attempt that this buyer is to pay now, or what stands in the way. */
export async function openOrReuse(
  stores: Pick<Stores, OpenNeeds>,
  buyer: Buyer,
  { gateway, goesOnWith, gateways, limits, ids }: With,
): Promise<Opened> {
  const { orders, clock } = stores;
  const { userId, packageId } = buyer;
  await orders.lockBuyer(userId);
  if (await isLeaving(stores, userId)) return { kind: 'account_closing' };
  const now = await clock.now();
  const agreed = await agree(stores, buyer, now);
  if (agreed.kind !== 'agreed') return agreed;
  const { terms } = agreed;
  const pending = await orders.findPending(userId, packageId);
  if (goesOnWith && goesOnWith !== pending?.order.id && (await isPaid(orders, goesOnWith))) {
    return { kind: 'already_paid', orderId: goesOnWith };
  }
  // What another merchant has asked for cannot be paid through us, nor closed.
  const waiting = pending?.attempt && !gatewayOf(gateways, pending.attempt) ? null : pending;
  if (waiting?.attempt && !canReuse(waiting.order, terms, now)) return inTheWay(waiting.attempt, 'order');
  const payerOpenid = await payerFor(stores, userId, gateway);
  if (payerOpenid === undefined) return { kind: 'payer_unknown' };
  if (waiting?.attempt) return reuse(waiting.order, waiting.attempt, payerOpenid, gateway);
  // An order without an attempt cannot be paid, and counts again only when it gets one.
  const refusal = refuseSpending(await orders.spendingOf(userId, spendingDayOf(now)), limits, terms.amountFen, now);
  if (refusal) return refusal;
  const asking = { payerOpenid, gateway, ids, now };
  if (waiting && canReuse(waiting.order, terms, now)) return goOn(orders, waiting.order, asking);
  return openNew(orders, openOrder(ids.next<OrderId>(), userId, terms, now), asking);
}

/** What the package costs this buyer now, unless it is not for sale or he was shown another price. */
async function agree(
  stores: Pick<Stores, OpenNeeds>,
  { userId, packageId, platform, expectedAmountFen }: Buyer,
  now: Date,
): Promise<OpenRefusal | { readonly kind: 'agreed'; readonly terms: Terms }> {
  const offer = await stores.packages.find(packageId);
  if (!offer) return { kind: 'unknown_package' };
  const quote = await quoterFor(stores, { userId, storefront: storefrontOf(platform) }, now);
  const quoted = await quote(offer);
  if (quoted.kind !== 'quoted') return quoted;
  const terms = termsOf(quoted.quote);
  const { amountFen } = terms;
  if (expectedAmountFen !== undefined && expectedAmountFen !== amountFen) return { kind: 'price_changed', amountFen };
  return { kind: 'agreed', terms };
}

/** `undefined`: this gateway takes money from the buyer's own WeChat identity, and there is none. */
async function payerFor(
  { users }: Pick<Stores, 'users'>,
  userId: UserId,
  { payerAppid }: PaymentGateway,
): Promise<string | null | undefined> {
  return payerAppid === null ? null : ((await users.openidOf(userId, payerAppid)) ?? undefined);
}

const reuse = (
  order: PendingOrder,
  attempt: PaymentAttempt,
  payerOpenid: string | null,
  gateway: PaymentGateway,
): Opened => (fits(attempt, payerOpenid, gateway) ? { kind: 'ready', order, attempt } : inTheWay(attempt, 'attempt'));

type Asking = Pick<With, 'gateway' | 'ids'> & { readonly payerOpenid: string | null; readonly now: Date };

async function openNew(
  orders: Orders,
  order: PendingOrder,
  { payerOpenid, gateway, ids, now }: Asking,
): Promise<Ready> {
  const attempt = newAttempt(order, payerOpenid, gateway, ids);
  await orders.add({ order, attempt }, { kind: 'placed', cause: 'user', at: now, detail: {} });
  return { kind: 'ready', order, attempt };
}

async function goOn(orders: Orders, order: PendingOrder, { payerOpenid, gateway, ids, now }: Asking): Promise<Ready> {
  const attempt = newAttempt(order, payerOpenid, gateway, ids);
  const detail = { outTradeNo: attempt.intent.outTradeNo, gateway: attempt.gateway };
  await orders.addAttempt(attempt, { kind: 'attempt_added', cause: 'user', at: now, detail });
  return { kind: 'ready', order, attempt };
}

async function isPaid(orders: Orders, id: OrderId): Promise<boolean> {
  const found = await orders.find(id);
  return found !== null && isSettled(found.order);
}

const fits = (
  { gateway, request, intent }: PaymentAttempt,
  payerOpenid: string | null,
  wanted: PaymentGateway,
): boolean => gateway === wanted.name && request.mchid === wanted.mchid && intent.payerOpenid === payerOpenid;

const inTheWay = ({ orderId, intent }: PaymentAttempt, what: 'attempt' | 'order'): Opened => ({
  kind: 'in_the_way',
  what,
  outTradeNo: intent.outTradeNo,
  orderId,
});

const termsOf = ({ applied, discountFen: _discount, ...same }: Quote): Terms => ({
  ...same,
  promotions: applied.map(({ promotionId: _id, ...promotion }) => promotion),
});
