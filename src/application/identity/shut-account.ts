import type { User } from '../../domain/identity/user.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';

/** From here on the account can be looked at, and nothing else. */
export async function shutAccount(
  stores: Pick<Stores, 'users' | 'apiKeys' | 'sessions' | 'audit' | 'clock'>,
  ids: IdSource,
  user: User,
  { by, keeps }: { readonly by: DoneBy; readonly keeps: SessionId | null },
  now: Date,
): Promise<void> {
  const userId = user.id;
  await stores.users.save({ ...user, status: 'closing' });
  for (const key of (await stores.apiKeys.listOf(userId)).filter(({ enabled }) => enabled)) {
    await stores.apiKeys.save({ ...key, enabled: false }, now);
    const subject = { kind: 'key', id: key.id } as const;
    const facts = { before: { enabled: true }, after: { enabled: false } };
    await noteDeed(stores, ids, by, { action: 'key.disabled', subject, userId, ...facts });
  }
  const sessions = await stores.sessions.removeAllOf(userId, keeps);
  if (sessions === 0) return;
  const subject = { kind: 'user', id: userId } as const;
  await noteDeed(stores, ids, by, { action: 'session.revoked', subject, userId, before: { sessions } });
}
