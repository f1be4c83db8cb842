import {
  type ApiKey,
  KEYS_KEPT_PER_USER,
  KEYS_PER_USER,
  type KeyLifetimeMonths,
  keyExpiry,
} from '../../domain/keyvault/api-key.ts';
import { countActive } from '../../domain/keyvault/key-policy.ts';
import { formatToken, hintOf, TOKEN_RANDOM_BYTES } from '../../domain/keyvault/key-token.ts';
import type { ApiCode, ApiKeyId, UserId } from '../../domain/shared/ids.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'apiKeys' | 'soldApis' | 'clock'>;
  readonly ids: IdSource;
  readonly secrets: Secrets;
};
export type KeyRequest = Pick<ApiKey, 'name' | 'scope'> &
  Partial<Pick<ApiKey, 'networks' | 'rateLimit' | 'dailyBudget' | 'totalBudget'>> & {
    readonly lifetimeMonths: KeyLifetimeMonths;
  };
export type IssueKeyOutcome =
  /** `token` is shown now and never again. */
  | { readonly kind: 'issued'; readonly key: ApiKey; readonly token: string }
  | { readonly kind: 'too_many_keys'; readonly limit: number }
  | { readonly kind: 'unknown_scope'; readonly apiCode: ApiCode };
export type IssueKey = (userId: UserId, request: KeyRequest) => Promise<IssueKeyOutcome>;

/** A new API key for this user. */
export const issueKey =
  ({ uow, ids, secrets }: Dependencies): IssueKey =>
  (userId, { name, scope, lifetimeMonths, ...limits }) =>
    uow.run(async ({ apiKeys, soldApis, clock }) => {
      await apiKeys.lockOwner(userId);
      const now = await clock.now();
      const keys = await apiKeys.listOf(userId);
      if (countActive(keys, now) >= KEYS_PER_USER) return { kind: 'too_many_keys', limit: KEYS_PER_USER };
      if (keys.length >= KEYS_KEPT_PER_USER) return { kind: 'too_many_keys', limit: KEYS_KEPT_PER_USER };
      for (const apiCode of scope === 'all' ? [] : scope) {
        if (!(await soldApis.find(apiCode, now))) return { kind: 'unknown_scope', apiCode };
      }
      const token = formatToken('sk_live_', secrets.random(TOKEN_RANDOM_BYTES));
      const key: ApiKey = {
        ...{ id: ids.next<ApiKeyId>(), userId, name, scope, enabled: true, successorId: null },
        ...{ networks: null, rateLimit: null, dailyBudget: null, totalBudget: null, ...limits },
        hint: hintOf('sk_live_', token),
        createdAt: now,
        expiresAt: keyExpiry(now, lifetimeMonths),
      };
      await apiKeys.add(key, secrets.digest(token));
      return { kind: 'issued', key, token };
    });
