import type { WantedClosing } from '../../src/application/identity/begin-closing.ts';
import type { AuditAction, AuditEvent, DoneBy } from '../../src/domain/shared/audit.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import type { Shop } from './shop.ts';

export const byItself = (userId: UserId): DoneBy => ({ actor: { kind: 'user', userId }, requestId: 'request-1' });
export const OPERATOR: DoneBy = { actor: { kind: 'operator', name: 'alice' }, requestId: null };
export const SYSTEM: DoneBy = { actor: { kind: 'system' }, requestId: null };

/** The user's own word, in no session that would stay. */
export const wantsToClose = (userId: UserId, change: Partial<WantedClosing> = {}): WantedClosing => ({
  ...{ userId, waivesPoints: false, keeps: null, by: byItself(userId) },
  ...change,
});

/** Closing, with its points given up. */
export async function aClosingUser(shop: Shop, userId: UserId): Promise<Date> {
  const outcome = await shop.beginClosing(wantsToClose(userId, { waivesPoints: true }));
  if (outcome.kind !== 'closing') throw new Error(`beginClosing: ${outcome.kind}`);
  return outcome.deletesAt;
}

/** What the audit log tells of this user, oldest first. */
export async function deedsOf(shop: Shop, userId: UserId, action?: AuditAction): Promise<AuditEvent[]> {
  const filter = { userId, ...(action && { action }) };
  return (await shop.uow.run(({ audit }) => audit.list(filter, { before: null, limit: 100 }))).reverse();
}
