import type { CheckoutSession } from '../../domain/identity/checkout-session.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type CheckoutNeeds, type CheckoutState, checkoutState } from './checkout-state.ts';

export type OwnCheckoutOutcome =
  | {
      readonly kind: 'found';
      readonly checkout: CheckoutSession;
      readonly state: CheckoutState;
      /** Of the package that it is for. Null: the user chooses. */
      readonly packageCode: string | null;
    }
  /** The session is not that of a checkout. */
  | { readonly kind: 'unknown_checkout_session' };
export type ReadOwnCheckout = (sessionId: SessionId) => Promise<OwnCheckoutOutcome>;

/** For the page that the user sees: what he is to buy, and where he goes afterwards. */
export const readOwnCheckout =
  ({ uow }: { readonly uow: UnitOfWork<CheckoutNeeds | 'packages'> }): ReadOwnCheckout =>
  (sessionId) =>
    uow.run(async (stores) => {
      const checkout = await stores.checkoutSessions.findBySession(sessionId);
      if (!checkout) return { kind: 'unknown_checkout_session' };
      const offer = checkout.packageId && (await stores.packages.find(checkout.packageId));
      return {
        kind: 'found',
        checkout,
        state: await checkoutState(stores, checkout),
        packageCode: offer?.code ?? null,
      };
    });
