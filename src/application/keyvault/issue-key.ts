import {
  type ApiKey,
  KEYS_KEPT_PER_USER,
  KEYS_PER_USER,
  type KeyLifetimeMonths,
  keyExpiry,
} from '../../domain/keyvault/api-key.ts';
import { keyFacts } from '../../domain/keyvault/key-change.ts';
import { countActive } from '../../domain/keyvault/key-status.ts';
import { formatToken, hintOf, TOKEN_RANDOM_BYTES } from '../../domain/keyvault/key-token.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { ApiCode, ApiKeyId, UserId } from '../../domain/shared/ids.ts';
import { isLeaving } from '../identity/is-leaving.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { findUnsold } from './find-unsold.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'users' | 'apiKeys' | 'soldApis' | 'audit' | 'clock'>;
  readonly ids: IdSource;
  readonly secrets: Secrets;
};
export type KeyRequest = Pick<ApiKey, 'name' | 'scope'> &
  Partial<Pick<ApiKey, 'networks' | 'rateLimit' | 'dailyBudget' | 'totalBudget'>> & {
    readonly lifetimeMonths: KeyLifetimeMonths;
  };
export type TooManyKeys = { readonly kind: 'too_many_keys'; readonly limit: number };
export type UnknownScope = { readonly kind: 'unknown_scope'; readonly apiCode: ApiCode };
/** Whoever closes the account changes nothing about keys any more. */
export type OwnerLeaving = { readonly kind: 'account_closing' };
export type IssueKeyOutcome =
  /** `token` is shown now and never again. */
  { readonly kind: 'issued'; readonly key: ApiKey; readonly token: string } | TooManyKeys | UnknownScope | OwnerLeaving;
export type IssueKey = (userId: UserId, request: KeyRequest, by: DoneBy) => Promise<IssueKeyOutcome>;

/** A new API key for this user. */
export const issueKey =
  ({ uow, ids, secrets }: Dependencies): IssueKey =>
  (userId, { name, scope, lifetimeMonths, ...limits }, by) =>
    uow.run(async (stores) => {
      const { apiKeys, clock } = stores;
      await apiKeys.lockOwner(userId);
      if (await isLeaving(stores, userId)) return { kind: 'account_closing' };
      const now = await clock.now();
      const keys = await apiKeys.listOf(userId);
      if (countActive(keys, now) >= KEYS_PER_USER) return { kind: 'too_many_keys', limit: KEYS_PER_USER };
      if (keys.length >= KEYS_KEPT_PER_USER) return { kind: 'too_many_keys', limit: KEYS_KEPT_PER_USER };
      const unsold = await findUnsold(stores, scope, now);
      if (unsold !== null) return { kind: 'unknown_scope', apiCode: unsold };
      const token = formatToken('sk_live_', secrets.random(TOKEN_RANDOM_BYTES));
      const key: ApiKey = {
        ...{ id: ids.next<ApiKeyId>(), userId, name, scope, enabled: true, successorId: null },
        ...{ networks: null, rateLimit: null, dailyBudget: null, totalBudget: null, ...limits },
        hint: hintOf('sk_live_', token),
        createdAt: now,
        expiresAt: keyExpiry(now, lifetimeMonths),
      };
      await apiKeys.add(key, secrets.digest(token));
      const subject = { kind: 'key', id: key.id } as const;
      await noteDeed(stores, ids, by, { action: 'key.issued', subject, userId, after: keyFacts(key) });
      return { kind: 'issued', key, token };
    });
