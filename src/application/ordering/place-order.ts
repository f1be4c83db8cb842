import type { Storefront } from '../../domain/catalog/package.ts';
import { type QuoteOutcome, quotePackage } from '../../domain/catalog/quote.ts';
import { canReuse, openOrder, type PendingOrder, type Terms } from '../../domain/ordering/order.ts';
import type { PlacedOrder } from '../../domain/ordering/orders.ts';
import type { CheckoutParams, PaymentGateway } from '../../domain/ordering/payment-gateway.ts';
import type { OrderId, OutTradeNo, PackageId, UserId } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import type { CloseUnpaid } from './close-unpaid.ts';
import { newAttempt } from './new-attempt.ts';
import type { QueryAndSettle } from './query-and-settle.ts';

type Needed = 'packages' | 'orders' | 'users' | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needed>;
  readonly gateway: PaymentGateway;
  readonly queryAndSettle: QueryAndSettle;
  readonly closeUnpaid: CloseUnpaid;
  readonly ids: IdSource;
  /** The app whose openid pays. */
  readonly payerAppid: string;
};
type Buyer = { readonly userId: UserId; readonly packageId: PackageId; readonly storefront: Storefront };
type Refusal =
  | { readonly kind: 'unknown_package' }
  | Exclude<QuoteOutcome, { kind: 'quoted' }>
  | { readonly kind: 'payer_unknown' };
export type PlaceOrderOutcome =
  | {
      readonly kind: 'placed';
      readonly order: PendingOrder;
      readonly outTradeNo: OutTradeNo;
      readonly checkout: CheckoutParams;
    }
  /** The buyer has paid this open order meanwhile. */
  | { readonly kind: 'already_paid'; readonly orderId: OrderId }
  /** The provider closed the open order; asking again places a new one. */
  | { readonly kind: 'order_closed'; readonly orderId: OrderId }
  | { readonly kind: 'payment_rejected'; readonly reason: string }
  | Refusal;
export type PlaceOrder = (buyer: Buyer) => Promise<PlaceOrderOutcome>;

/**
 * A buyer wants this package: opens an order, or takes the open one, and gets what the client needs to pay. The provider
 * is called after the commit; if it does not answer, asking again repeats the same frozen request. An open order on other
 * terms is closed first, so that the buyer never has two numbers to pay.
 */
export const placeOrder =
  ({ uow, gateway, queryAndSettle, closeUnpaid, ids, payerAppid }: Dependencies): PlaceOrder =>
  async (buyer) => {
    const open = () => uow.run((stores) => openOrReuse(stores, buyer, { gateway, ids, payerAppid }));
    let opened = await open();
    while (opened.kind === 'outdated') {
      const { order, attempt } = opened.placed;
      const end = await closeUnpaid(attempt.intent.outTradeNo, 'user');
      if (end === 'paid') return { kind: 'already_paid', orderId: order.id };
      opened = await open();
    }
    if (opened.kind !== 'opened') return opened;
    const { order, attempt } = opened.placed;
    const { outTradeNo } = attempt.intent;
    const checkout = await gateway.createCheckout(attempt.request);
    switch (checkout.kind) {
      case 'ready':
        return { kind: 'placed', order, outTradeNo, checkout: checkout.params };
      case 'already_paid':
        await queryAndSettle(outTradeNo, 'user');
        return { kind: 'already_paid', orderId: order.id };
      case 'closed': {
        const end = await closeUnpaid(outTradeNo, 'user');
        return { kind: end === 'paid' ? 'already_paid' : 'order_closed', orderId: order.id };
      }
      case 'rejected':
        return { kind: 'payment_rejected', reason: checkout.reason };
    }
  };

type Opened =
  | { readonly kind: 'opened'; readonly placed: PlacedOrder<PendingOrder> }
  /** There is an open order, on other terms or with too little time left. */
  | { readonly kind: 'outdated'; readonly placed: PlacedOrder<PendingOrder> }
  | Refusal;

async function openOrReuse(
  { packages, orders, users, clock }: Pick<Stores, Needed>,
  { userId, packageId, storefront }: Buyer,
  { gateway, ids, payerAppid }: Pick<Dependencies, 'gateway' | 'ids' | 'payerAppid'>,
): Promise<Opened> {
  await orders.lockBuyer(userId);
  const now = await clock.now();
  const offer = await packages.find(packageId);
  if (!offer) return { kind: 'unknown_package' };
  const quoted = quotePackage(offer, storefront, now);
  if (quoted.kind !== 'quoted') return quoted;
  const terms: Terms = quoted.quote;
  const pending = await orders.findPending(userId, packageId);
  // What another merchant has asked for cannot be paid through us, nor closed.
  if (pending?.attempt.request.mchid === gateway.mchid) {
    return { kind: canReuse(pending.order, terms, now) ? 'opened' : 'outdated', placed: pending };
  }
  const payerOpenid = await users.openidOf(userId, payerAppid);
  if (!payerOpenid) return { kind: 'payer_unknown' };
  const order = openOrder(ids.next<OrderId>(), userId, terms, now);
  const placed = { order, attempt: newAttempt(order, payerOpenid, gateway, ids) };
  await orders.add(placed, { kind: 'placed', cause: 'user', at: now, detail: {} });
  return { kind: 'opened', placed };
}
