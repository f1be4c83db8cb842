import { type CheckoutSession, coversPackage } from '../../domain/identity/checkout-session.ts';
import type { Session } from '../../domain/identity/session.ts';
import { isSettled } from '../../domain/ordering/order.ts';
import type { OrderId, OutTradeNo } from '../../domain/shared/ids.ts';
import type { Buyer } from '../ordering/open-or-reuse.ts';
import type { PlaceOrder, PlaceOrderOutcome } from '../ordering/place-order.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type CheckoutNeeds, checkoutState } from './checkout-state.ts';

type Dependencies = { readonly uow: UnitOfWork<CheckoutNeeds>; readonly placeOrder: PlaceOrder };
export type PlaceInCheckoutOutcome = PlaceOrderOutcome | { readonly kind: 'other_package_in_checkout' };
export type PlaceOrderInCheckout = (
  session: Pick<Session, 'id' | 'kind'>,
  buyer: Buyer,
) => Promise<PlaceInCheckoutOutcome>;

/**
 * Buying on the web. In a checkout that a service has opened, the order is placed like any other and then becomes the
 * checkout's, before the buyer sees what to pay: who gets no answer asks again, and gets the same order.
 */
export const placeOrderInCheckout =
  ({ uow, placeOrder }: Dependencies): PlaceOrderInCheckout =>
  async (session, buyer) => {
    if (session.kind !== 'checkout') return placeOrder(buyer);
    const admitted = await uow.run((stores) => admit(stores, session, buyer));
    if (admitted.kind !== 'admitted') return admitted;
    const outcome = await placeOrder(buyer);
    if (outcome.kind === 'placed') await uow.run((stores) => link(stores, admitted.checkout, outcome.outTradeNo));
    return outcome;
  };

type Admission =
  | { readonly kind: 'admitted'; readonly checkout: CheckoutSession }
  | { readonly kind: 'other_package_in_checkout' }
  | { readonly kind: 'already_paid'; readonly orderId: OrderId };

/** One checkout, one purchase: its service would not hear of a second one. */
async function admit(
  stores: Pick<Stores, CheckoutNeeds>,
  { id }: Pick<Session, 'id'>,
  { packageId }: Buyer,
): Promise<Admission> {
  const checkout = await stores.checkoutSessions.findBySession(id);
  if (!checkout) throw new Error(`session ${id} is of no checkout`);
  const { status, order } = await checkoutState(stores, checkout);
  if (status === 'paid' && order) return { kind: 'already_paid', orderId: order.id };
  return coversPackage(checkout, packageId) ? { kind: 'admitted', checkout } : { kind: 'other_package_in_checkout' };
}

/**
 * An open order that is taken up again belongs to the checkout that took it last; a paid one stays where it is. So every
 * payment is told to one checkout, and no service delivers twice for it.
 */
async function link(
  { checkoutSessions, orders, clock }: Pick<Stores, CheckoutNeeds>,
  { id }: CheckoutSession,
  outTradeNo: OutTradeNo,
): Promise<void> {
  const placed = await orders.lock(outTradeNo);
  if (!placed) throw new Error(`the order of ${outTradeNo} is gone`);
  const { order } = placed;
  if (isSettled(order) && (await checkoutSessions.isLinked(order.id))) return;
  await checkoutSessions.link(id, order.id, await clock.now());
}
