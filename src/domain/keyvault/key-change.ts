import type { AuditFacts } from '../shared/audit.ts';
import type { ApiKey } from './api-key.ts';

/** What its owner wants to be different; what is left out stays. */
export type KeyChange = Partial<
  Pick<ApiKey, 'name' | 'scope' | 'networks' | 'rateLimit' | 'dailyBudget' | 'totalBudget'>
>;

export const changedKey = (key: ApiKey, change: KeyChange): ApiKey => ({ ...key, ...change });

/** What the audit log keeps of a key: nothing of its token, nor its name, which is its owner's and goes with him. */
export const keyFacts = (key: ApiKey): AuditFacts => ({
  ...{ enabled: key.enabled, scope: key.scope, networks: key.networks, rate_limit: key.rateLimit },
  daily_budget: key.dailyBudget === null ? null : String(key.dailyBudget),
  total_budget: key.totalBudget === null ? null : String(key.totalBudget),
  expires_at: key.expiresAt.toISOString(),
  successor_id: key.successorId,
});

/** Does that change anything? Then nothing has to be written. */
export const isSameKey = (a: ApiKey, b: ApiKey): boolean =>
  a.name === b.name && JSON.stringify(keyFacts(a)) === JSON.stringify(keyFacts(b));
