import { keyFacts } from '../../domain/keyvault/key-change.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { ApiKeyId, UserId } from '../../domain/shared/ids.ts';
import { isLeaving } from '../identity/is-leaving.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { findOwnKeys, type UnknownKeys } from './find-own-keys.ts';
import type { OwnerLeaving } from './issue-key.ts';

type Dependencies = { readonly uow: UnitOfWork<'users' | 'apiKeys' | 'audit' | 'clock'>; readonly ids: IdSource };
export type DeleteKeysOutcome =
  | { readonly kind: 'deleted'; readonly ids: readonly ApiKeyId[] }
  | UnknownKeys
  | OwnerLeaving;
export type DeleteKeys = (userId: UserId, keyIds: readonly ApiKeyId[], by: DoneBy) => Promise<DeleteKeysOutcome>;

/**
 * Takes keys of the user's away for ever, all or none; holds from the commit on. What they have paid for stays in the books,
 * and what was done with them in the audit log. Asked again, the answer is the same.
 */
export const deleteKeys =
  ({ uow, ids }: Dependencies): DeleteKeys =>
  (userId, keyIds, by) =>
    uow.run(async (stores) => {
      const { apiKeys, clock } = stores;
      await apiKeys.lockOwner(userId);
      if (await isLeaving(stores, userId)) return { kind: 'account_closing' };
      const gone = await apiKeys.deletedAmong(userId, keyIds);
      const own = await findOwnKeys(
        stores,
        userId,
        keyIds.filter((id) => !gone.includes(id)),
      );
      if (own.kind === 'unknown_keys') return own;
      const now = await clock.now();
      for (const key of own.asked) {
        await apiKeys.remove(key.id, now);
        const subject = { kind: 'key', id: key.id } as const;
        await noteDeed(stores, ids, by, { action: 'key.deleted', subject, userId, before: keyFacts(key) });
      }
      return { kind: 'deleted', ids: [...new Set(keyIds)] };
    });
