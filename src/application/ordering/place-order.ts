import type { PendingOrder } from '../../domain/ordering/order.ts';
import type { Channels, Platform } from '../../domain/ordering/payment-channel.ts';
import type { Checkout, Gateways, PaymentGateway } from '../../domain/ordering/payment-gateway.ts';
import type { SpendingLimits } from '../../domain/ordering/spending.ts';
import type { OrderId, OutTradeNo } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { CloseUnpaid } from './close-unpaid.ts';
import { type Buyer, type Opened, type OpenNeeds, type OpenRefusal, openOrReuse, type Ready } from './open-or-reuse.ts';
import type { QueryAndSettle } from './query-and-settle.ts';

type Dependencies = {
  readonly uow: UnitOfWork<OpenNeeds>;
  readonly gateways: Gateways;
  readonly channels: Channels;
  readonly limits: SpendingLimits;
  readonly queryAndSettle: QueryAndSettle;
  readonly closeUnpaid: CloseUnpaid;
  readonly ids: IdSource;
};
export type PlaceOrderOutcome =
  | {
      readonly kind: 'placed';
      readonly order: PendingOrder;
      readonly outTradeNo: OutTradeNo;
      readonly checkout: Checkout;
    }
  /** The operator sells nothing on this platform. */
  | { readonly kind: 'purchase_unavailable'; readonly platform: Platform }
  /** The buyer has paid this open order meanwhile. */
  | { readonly kind: 'already_paid'; readonly orderId: OrderId }
  | { readonly kind: 'payer_session_missing' }
  | { readonly kind: 'payment_rejected'; readonly reason: string }
  | OpenRefusal;
export type PlaceOrder = (buyer: Buyer) => Promise<PlaceOrderOutcome>;

/** A provider that closes every number at once would keep us here, and so would two devices that end each other's attempt. */
const MOST_TRIES = 4;

/**
 * A buyer wants this package: opens an order, or takes the open one, and gets what the client needs to pay on this platform.
 * The provider is called after the commit; if it does not answer, asking again repeats the same frozen request. What
 * stands in the way (an attempt for another gateway, an order on other terms) is closed first, so that the buyer never
 * has two numbers to pay.
 */
export const placeOrder = (dependencies: Dependencies): PlaceOrder => {
  const { uow, gateways, channels, closeUnpaid } = dependencies;
  return async (buyer) => {
    const channel = channels[buyer.platform];
    if (channel === 'off') return { kind: 'purchase_unavailable', platform: buyer.platform };
    const gateway = gateways.get(channel) as PaymentGateway;
    let goesOnWith: OrderId | null = null;
    for (let tries = 1; tries <= MOST_TRIES; tries++) {
      const opened: Opened = await uow.run((stores) =>
        openOrReuse(stores, buyer, { ...dependencies, gateway, goesOnWith }),
      );
      if (opened.kind === 'in_the_way') {
        const end = await closeUnpaid(opened.outTradeNo, 'user', opened.what);
        if (end === 'paid') return { kind: 'already_paid', orderId: opened.orderId };
        goesOnWith = opened.orderId;
        continue;
      }
      if (opened.kind !== 'ready') return opened;
      const outcome = await checkOut(dependencies, gateway, opened);
      if (outcome.kind !== 'closed') return outcome;
      goesOnWith = opened.order.id;
    }
    return { kind: 'payment_rejected', reason: 'every number is closed as soon as it is made' };
  };
};

/** `closed`: this number is of no use any more; the order is open for another one. */
async function checkOut(
  { queryAndSettle, closeUnpaid }: Dependencies,
  gateway: PaymentGateway,
  { order, attempt }: Ready,
): Promise<PlaceOrderOutcome | { readonly kind: 'closed' }> {
  const { outTradeNo } = attempt.intent;
  const outcome = await gateway.createCheckout(attempt);
  switch (outcome.kind) {
    case 'ready':
      return { kind: 'placed', order, outTradeNo, checkout: outcome.checkout };
    case 'already_paid':
      await queryAndSettle(outTradeNo, 'user');
      return { kind: 'already_paid', orderId: order.id };
    case 'closed': {
      const end = await closeUnpaid(outTradeNo, 'user', 'attempt');
      return end === 'paid' ? { kind: 'already_paid', orderId: order.id } : { kind: 'closed' };
    }
    case 'payer_session_missing':
      return outcome;
    case 'rejected':
      return { kind: 'payment_rejected', reason: outcome.reason };
  }
}
