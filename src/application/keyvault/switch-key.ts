import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import type { ApiKeyId, UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type SwitchKeyOutcome =
  | { readonly kind: 'switched'; readonly key: ApiKey }
  /** Somebody else's key is as unknown as one that never was. */
  | { readonly kind: 'unknown_key' };
export type SwitchKey = (userId: UserId, keyId: ApiKeyId, enabled: boolean) => Promise<SwitchKeyOutcome>;

/** Enables or disables a key of the user's; holds from the commit on. */
export const switchKey =
  ({ uow }: { readonly uow: UnitOfWork<'apiKeys' | 'clock'> }): SwitchKey =>
  (userId, keyId, enabled) =>
    uow.run(async ({ apiKeys, clock }) => {
      await apiKeys.lockOwner(userId);
      const key = await apiKeys.find(keyId);
      if (key?.userId !== userId) return { kind: 'unknown_key' };
      if (key.enabled !== enabled) await apiKeys.setEnabled(keyId, enabled, await clock.now());
      return { kind: 'switched', key: { ...key, enabled } };
    });
