import { type ApiKey, KEYS_PER_USER } from '../../domain/keyvault/api-key.ts';
import { countActive } from '../../domain/keyvault/key-policy.ts';
import type { ApiKeyId, UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type SwitchKeyOutcome =
  | { readonly kind: 'switched'; readonly key: ApiKey }
  /** Somebody else's key is as unknown as one that never was. */
  | { readonly kind: 'unknown_key' }
  | { readonly kind: 'too_many_keys'; readonly limit: number };
export type SwitchKey = (userId: UserId, keyId: ApiKeyId, enabled: boolean) => Promise<SwitchKeyOutcome>;

/** Enables or disables a key of the user's; holds from the commit on. */
export const switchKey =
  ({ uow }: { readonly uow: UnitOfWork<'apiKeys' | 'clock'> }): SwitchKey =>
  (userId, keyId, enabled) =>
    uow.run(async ({ apiKeys, clock }) => {
      await apiKeys.lockOwner(userId);
      const key = await apiKeys.find(keyId);
      if (key?.userId !== userId) return { kind: 'unknown_key' };
      if (key.enabled === enabled) return { kind: 'switched', key };
      const now = await clock.now();
      const after = (await apiKeys.listOf(userId)).map((each) => (each.id === keyId ? { ...each, enabled } : each));
      if (enabled && countActive(after, now) > KEYS_PER_USER) return { kind: 'too_many_keys', limit: KEYS_PER_USER };
      await apiKeys.save({ ...key, enabled }, now);
      return { kind: 'switched', key: { ...key, enabled } };
    });
