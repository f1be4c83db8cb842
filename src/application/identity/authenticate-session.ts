import { isAlive, type Session, useOf } from '../../domain/identity/session.ts';
import { isPresent, type User } from '../../domain/identity/user.ts';
import type { Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { looksLikeSessionToken } from './session-token.ts';

type Dependencies = { readonly uow: UnitOfWork<'users' | 'sessions' | 'clock'>; readonly secrets: Secrets };
export type SessionOutcome =
  | { readonly kind: 'signed_in'; readonly user: User; readonly session: Session }
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
      const use = useOf(session, now);
      if (use) await sessions.noteUse(session.id, use);
      const user = await users.find(session.userId);
      return user && isPresent(user) ? { kind: 'signed_in', user, session } : { kind: 'session_unknown' };
    });
  };
