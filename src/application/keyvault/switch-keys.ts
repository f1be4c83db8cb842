import { type ApiKey, KEYS_PER_USER } from '../../domain/keyvault/api-key.ts';
import { countActive } from '../../domain/keyvault/key-status.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { ApiKeyId, UserId } from '../../domain/shared/ids.ts';
import { isLeaving } from '../identity/is-leaving.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { findOwnKeys, type UnknownKeys } from './find-own-keys.ts';
import type { OwnerLeaving, TooManyKeys } from './issue-key.ts';

type Dependencies = { readonly uow: UnitOfWork<'users' | 'apiKeys' | 'audit' | 'clock'>; readonly ids: IdSource };
export type SwitchKeysOutcome =
  | { readonly kind: 'switched'; readonly keys: readonly ApiKey[] }
  | UnknownKeys
  | TooManyKeys
  | OwnerLeaving;
export type SwitchKeys = (
  userId: UserId,
  keyIds: readonly ApiKeyId[],
  enabled: boolean,
  by: DoneBy,
) => Promise<SwitchKeysOutcome>;

/** Enables or disables keys of the user's, all or none; holds from the commit on. */
export const switchKeys =
  ({ uow, ids }: Dependencies): SwitchKeys =>
  (userId, keyIds, enabled, by) =>
    uow.run(async (stores) => {
      const { apiKeys, clock } = stores;
      await apiKeys.lockOwner(userId);
      if (enabled && (await isLeaving(stores, userId))) return { kind: 'account_closing' };
      const own = await findOwnKeys(stores, userId, keyIds);
      if (own.kind === 'unknown_keys') return own;
      const now = await clock.now();
      const changing = own.asked.filter((key) => key.enabled !== enabled);
      const after = own.all.map((key) => (changing.includes(key) ? { ...key, enabled } : key));
      if (enabled && countActive(after, now) > KEYS_PER_USER) return { kind: 'too_many_keys', limit: KEYS_PER_USER };
      for (const { id } of changing) {
        await apiKeys.save(after.find((key) => key.id === id) as ApiKey, now);
        const subject = { kind: 'key', id } as const;
        const action = enabled ? 'key.enabled' : 'key.disabled';
        await noteDeed(stores, ids, by, { action, subject, userId, before: { enabled: !enabled }, after: { enabled } });
      }
      return { kind: 'switched', keys: own.asked.map((key) => ({ ...key, enabled })) };
    });
