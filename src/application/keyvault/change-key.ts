import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import { changedKey, isSameKey, type KeyChange, keyFacts } from '../../domain/keyvault/key-change.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { ApiKeyId, UserId } from '../../domain/shared/ids.ts';
import { isLeaving } from '../identity/is-leaving.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { findOwnKeys, type UnknownKeys } from './find-own-keys.ts';
import { findUnsold } from './find-unsold.ts';
import type { OwnerLeaving, UnknownScope } from './issue-key.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'users' | 'apiKeys' | 'soldApis' | 'audit' | 'clock'>;
  readonly ids: IdSource;
};
export type ChangeKeyOutcome =
  | { readonly kind: 'changed'; readonly key: ApiKey }
  | UnknownKeys
  | UnknownScope
  | OwnerLeaving;
export type ChangeKey = (userId: UserId, id: ApiKeyId, change: KeyChange, by: DoneBy) => Promise<ChangeKeyOutcome>;

/** Name, scope, networks, rate limit and budgets of a key of the user's; holds from the commit on. */
export const changeKey =
  ({ uow, ids }: Dependencies): ChangeKey =>
  (userId, id, change, by) =>
    uow.run(async (stores) => {
      const { apiKeys, clock } = stores;
      await apiKeys.lockOwner(userId);
      if (await isLeaving(stores, userId)) return { kind: 'account_closing' };
      const own = await findOwnKeys(stores, userId, [id]);
      if (own.kind === 'unknown_keys') return own;
      const before = own.asked[0] as ApiKey;
      const now = await clock.now();
      const unsold = change.scope === undefined ? null : await findUnsold(stores, change.scope, now);
      if (unsold !== null) return { kind: 'unknown_scope', apiCode: unsold };
      const key = changedKey(before, change);
      if (isSameKey(before, key)) return { kind: 'changed', key };
      await apiKeys.save(key, now);
      const subject = { kind: 'key', id } as const;
      const facts = { before: keyFacts(before), after: { ...keyFacts(key), renamed: key.name !== before.name } };
      await noteDeed(stores, ids, by, { action: 'key.changed', subject, userId, ...facts });
      return { kind: 'changed', key };
    });
