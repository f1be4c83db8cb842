import { isAlive, renewalOf } from '../../domain/identity/session.ts';
import type { User } from '../../domain/identity/user.ts';
import type { Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { looksLikeSessionToken } from './session-token.ts';

type Dependencies = { readonly uow: UnitOfWork<'users' | 'sessions' | 'clock'>; readonly secrets: Secrets };
export type SessionOutcome =
  | { readonly kind: 'signed_in'; readonly user: User }
  | { readonly kind: 'session_unknown' }
  | { readonly kind: 'session_expired' };
export type AuthenticateSession = (token: string) => Promise<SessionOutcome>;

/** Whose session is this? Using it moves its expiry forward. */
export const authenticateSession =
  ({ uow, secrets }: Dependencies): AuthenticateSession =>
  async (token) => {
    if (!looksLikeSessionToken(token)) return { kind: 'session_unknown' };
    return uow.run(async ({ sessions, users, clock }) => {
      const session = await sessions.findByDigest(secrets.digest(token));
      if (!session) return { kind: 'session_unknown' };
      const now = await clock.now();
      if (!isAlive(session, now)) return { kind: 'session_expired' };
      const renewed = renewalOf(session, now);
      if (renewed) await sessions.renew(session.id, renewed);
      const user = await users.find(session.userId);
      return user ? { kind: 'signed_in', user } : { kind: 'session_unknown' };
    });
  };
