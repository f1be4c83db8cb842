import type { CheckoutSession } from '../../domain/identity/checkout-session.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type CheckoutNeeds, type CheckoutState, checkoutState } from './checkout-state.ts';

export type OwnCheckoutOutcome =
  | {
      readonly kind: 'found';
      readonly checkout: CheckoutSession;
      readonly state: CheckoutState;
      /** Of the packages that it may buy. Null: whatever the web sells. */
      readonly packageCodes: readonly string[] | null;
      /** Of the service that has opened it. */
      readonly serviceName: string;
    }
  /** The session is not that of a checkout. */
  | { readonly kind: 'unknown_checkout_session' };
export type ReadOwnCheckout = (sessionId: SessionId) => Promise<OwnCheckoutOutcome>;

/** For the page that the user sees: what he is to buy, and where he goes afterwards. */
export const readOwnCheckout =
  ({ uow }: { readonly uow: UnitOfWork<CheckoutNeeds | 'packages' | 'services'> }): ReadOwnCheckout =>
  (sessionId) =>
    uow.run(async (stores) => {
      const checkout = await stores.checkoutSessions.findBySession(sessionId);
      if (!checkout) return { kind: 'unknown_checkout_session' };
      return {
        kind: 'found',
        checkout,
        state: await checkoutState(stores, checkout),
        packageCodes: await codesOf(stores, checkout),
        serviceName: (await stores.services.find(checkout.serviceId))?.name ?? '',
      };
    });

async function codesOf(
  { packages }: Pick<Stores, 'packages'>,
  { packageIds }: CheckoutSession,
): Promise<string[] | null> {
  if (packageIds === null) return null;
  const offers = await packages.list();
  return offers.filter(({ id }) => packageIds.includes(id)).map(({ code }) => code);
}
