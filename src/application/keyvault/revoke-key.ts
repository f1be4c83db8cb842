import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { ApiKeyId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

type Needed = 'apiKeys' | 'audit' | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needed>;
  readonly ids: IdSource;
  readonly secrets: Pick<Secrets, 'digest'>;
  readonly by: DoneBy;
};
/** By its id, or by the token that has leaked. */
export type WhichKey = { readonly id: ApiKeyId } | { readonly token: string };
export type RevokeKeyOutcome =
  | { readonly kind: 'revoked'; readonly key: ApiKey }
  /** It was off already. */
  | { readonly kind: 'unchanged'; readonly key: ApiKey }
  /** Never made, or deleted. */
  | { readonly kind: 'unknown_key' };
export type RevokeKey = (which: WhichKey, reason: string) => Promise<RevokeKeyOutcome>;

/** An operator switches a key off, whoever's it is; holds from the commit on. Who and why is in the audit log. */
export const revokeKey =
  ({ uow, ids, secrets, by }: Dependencies): RevokeKey =>
  (which, reason) =>
    uow.run(async (stores) => {
      const key = await findAndLock(stores, secrets, which);
      if (!key) return { kind: 'unknown_key' };
      if (!key.enabled) return { kind: 'unchanged', key };
      const revoked = { ...key, enabled: false };
      await stores.apiKeys.save(revoked, await stores.clock.now());
      const deed = { action: 'key.disabled', subject: { kind: 'key', id: key.id }, userId: key.userId } as const;
      await noteDeed(stores, ids, by, { ...deed, before: { enabled: true }, after: { enabled: false, reason } });
      return { kind: 'revoked', key: revoked };
    });

/** As it is once nobody else changes the keys of its owner. */
async function findAndLock(
  { apiKeys }: Pick<Stores, Needed>,
  { digest }: Dependencies['secrets'],
  which: WhichKey,
): Promise<ApiKey | null> {
  const found = await ('id' in which ? apiKeys.find(which.id) : apiKeys.findByDigest(digest(which.token)));
  if (!found) return null;
  await apiKeys.lockOwner(found.userId);
  return apiKeys.find(found.id);
}
