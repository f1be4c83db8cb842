import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import { type KeyStatus, keyStatus } from '../../domain/keyvault/key-policy.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type ListedKey = {
  readonly key: ApiKey;
  readonly status: KeyStatus;
  readonly lastUsedAt: Date | null;
};
export type ListKeys = (userId: UserId) => Promise<ListedKey[]>;

/** The user's keys, the one used last first; those never used follow, newest first. */
export const listKeys =
  ({ uow }: { readonly uow: UnitOfWork<'apiKeys' | 'clock'> }): ListKeys =>
  (userId) =>
    uow.run(async ({ apiKeys, clock }) => {
      const keys = await apiKeys.listOf(userId);
      const now = await clock.now();
      const meters = await apiKeys.listMeters(userId);
      const listed = keys.map((key) => ({
        key,
        status: keyStatus(key, now),
        lastUsedAt: meters.get(key.id)?.lastUsedAt ?? null,
      }));
      return listed.sort((a, b) => (b.lastUsedAt?.getTime() ?? 0) - (a.lastUsedAt?.getTime() ?? 0));
    });
