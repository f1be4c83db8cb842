import type { DoneBy } from '../../domain/shared/audit.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'users' | 'sessions' | 'audit' | 'clock'>;
  readonly ids: IdSource;
  readonly by: DoneBy;
};
export type SignOutUserOutcome =
  | { readonly kind: 'signed_out'; readonly sessions: number }
  | { readonly kind: 'unknown_user' };
export type SignOutUser = (userId: UserId, reason: string) => Promise<SignOutUserOutcome>;

/** An operator ends all sessions of a user, those of checkouts included; from the commit on their tokens are worth nothing. */
export const signOutUser =
  ({ uow, ids, by }: Dependencies): SignOutUser =>
  (userId, reason) =>
    uow.run(async (stores) => {
      if (!(await stores.users.find(userId))) return { kind: 'unknown_user' };
      const sessions = await stores.sessions.removeAllOf(userId, null);
      if (sessions > 0) {
        const deed = { action: 'session.revoked', subject: { kind: 'user', id: userId }, userId } as const;
        await noteDeed(stores, ids, by, { ...deed, before: { sessions }, after: { reason } });
      }
      return { kind: 'signed_out', sessions };
    });
