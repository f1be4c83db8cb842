import type { CheckoutSession } from '../../domain/identity/checkout-session.ts';
import type { CheckoutSessionId, ServiceId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type CheckoutNeeds, type CheckoutState, checkoutState } from './checkout-state.ts';

export type ReadCheckoutOutcome =
  | { readonly kind: 'found'; readonly checkout: CheckoutSession; readonly state: CheckoutState }
  | { readonly kind: 'unknown_checkout_session' };
export type ReadCheckout = (serviceId: ServiceId, id: CheckoutSessionId) => Promise<ReadCheckoutOutcome>;

/** What has become of a checkout, for the service that opened it. Another one's is as unknown as one that never was. */
export const readCheckout =
  ({ uow }: { readonly uow: UnitOfWork<CheckoutNeeds> }): ReadCheckout =>
  (serviceId, id) =>
    uow.run(async (stores) => {
      const checkout = await stores.checkoutSessions.find(id);
      if (checkout?.serviceId !== serviceId) return { kind: 'unknown_checkout_session' };
      return { kind: 'found', checkout, state: await checkoutState(stores, checkout) };
    });
