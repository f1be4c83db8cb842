import { isAlive } from '../../domain/identity/session.ts';
import { mayReturnTo } from '../../domain/keyvault/return-origin.ts';
import type { Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { looksLikeSessionToken } from './session-token.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'sessions' | 'checkoutSessions' | 'services' | 'clock'>;
  readonly secrets: Secrets;
};
export type WayBack = {
  readonly serviceName: string;
  /** Null: the service has named none, or may not lead there any more. */
  readonly cancelUrl: string | null;
};
export type FindWayBack = (token: string) => Promise<WayBack | null>;

/**
 * Where the user of a checkout whose hour is over came from, and nothing else of it: the token proves that he was sent here, and
 * buys nothing any more. Null: the token is of no such checkout, or somebody has ended it.
 */
export const findWayBack =
  ({ uow, secrets }: Dependencies): FindWayBack =>
  async (token) => {
    if (!looksLikeSessionToken(token)) return null;
    return uow.run(async ({ sessions, checkoutSessions, services, clock }) => {
      const session = await sessions.findByDigest(secrets.digest(token));
      if (session?.kind !== 'checkout' || isAlive(session, await clock.now())) return null;
      const checkout = await checkoutSessions.findBySession(session.id);
      const service = checkout && (await services.find(checkout.serviceId));
      if (!service) return null;
      const { cancelUrl } = checkout;
      // Links are kept for years, and an origin may belong to somebody else by then: its service takes it off the list.
      const mayLead = cancelUrl !== null && mayReturnTo(service.returnOrigins, cancelUrl);
      return { serviceName: service.name, cancelUrl: mayLead ? cancelUrl : null };
    });
  };
