import { type Session, type SessionKind, sessionExpiry } from '../../domain/identity/session.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { SessionId, UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { newSessionToken } from './session-token.ts';

type Needed = Pick<Stores, 'sessions' | 'audit' | 'clock'>;
type Tools = { readonly ids: IdSource; readonly secrets: Secrets };
export type Opening = {
  readonly userId: UserId;
  readonly kind: SessionKind;
  readonly device: string | null;
  /** Of a checkout, which does not slide. Left out: that of every other session. */
  readonly expiresAt?: Date;
};
/** `token` is shown now and never again. */
export type OpenedSession = { readonly session: Session; readonly token: string };

/** The one way in which a session comes about, within the transaction that knows whose it is. */
export async function openSession(
  stores: Needed,
  { ids, secrets }: Tools,
  { userId, kind, device, expiresAt }: Opening,
  by: DoneBy,
): Promise<OpenedSession> {
  const now = await stores.clock.now();
  const session: Session = {
    ...{ id: ids.next<SessionId>(), userId, kind, device, createdAt: now, lastUsedAt: now },
    expiresAt: expiresAt ?? sessionExpiry(now),
  };
  const token = newSessionToken(secrets);
  await stores.sessions.add(session, secrets.digest(token));
  const subject = { kind: 'session', id: session.id } as const;
  await noteDeed(stores, ids, by, { action: 'session.opened', subject, userId, after: { kind } });
  return { session, token };
}
