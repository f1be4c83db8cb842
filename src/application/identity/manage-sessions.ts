import type { Session } from '../../domain/identity/session.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { SessionId, UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'sessions' | 'audit' | 'clock'>; readonly ids: IdSource };
export type ListSessions = (userId: UserId) => Promise<Session[]>;
export type EndSession = (session: Session, by: DoneBy) => Promise<void>;
export type RevokeSessionOutcome = { readonly kind: 'revoked' } | { readonly kind: 'unknown_session' };
export type RevokeSession = (userId: UserId, id: SessionId, by: DoneBy) => Promise<RevokeSessionOutcome>;
export type RevokeOtherSessions = (own: Session, by: DoneBy) => Promise<{ readonly revoked: number }>;

/** Those that live, the one used last first. */
export const listSessions =
  ({ uow }: Pick<Dependencies, 'uow'>): ListSessions =>
  (userId) =>
    uow.run(async ({ sessions, clock }) => sessions.listOf(userId, await clock.now()));

/** 退出登录: the token is worth nothing from the commit on. */
export const endSession =
  ({ uow, ids }: Dependencies): EndSession =>
  ({ id, userId }, by) =>
    uow.run(async (stores) => {
      if (!(await stores.sessions.remove(id))) return;
      await noteDeed(stores, ids, by, { action: 'session.ended', subject: { kind: 'session', id }, userId });
    });

/** Ends a session of the user's, such as that of a lost phone. Somebody else's is as unknown as one that never was. */
export const revokeSession =
  ({ uow, ids }: Dependencies): RevokeSession =>
  (userId, id, by) =>
    uow.run(async (stores) => {
      const own = await stores.sessions.listOf(userId, await stores.clock.now());
      const isOwn = own.some((each) => each.id === id);
      if (!isOwn || !(await stores.sessions.remove(id))) return { kind: 'unknown_session' };
      await noteDeed(stores, ids, by, { action: 'session.revoked', subject: { kind: 'session', id }, userId });
      return { kind: 'revoked' };
    });

/** Ends every session of the user's but this one. */
export const revokeOtherSessions =
  ({ uow, ids }: Dependencies): RevokeOtherSessions =>
  ({ id, userId }, by) =>
    uow.run(async (stores) => {
      const revoked = await stores.sessions.removeAllOf(userId, id);
      const subject = { kind: 'user', id: userId } as const;
      if (revoked > 0) {
        await noteDeed(stores, ids, by, { action: 'session.revoked', subject, userId, before: { sessions: revoked } });
      }
      return { revoked };
    });
