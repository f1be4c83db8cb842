import type { ApiCode } from '../shared/ids.ts';
import type { ApiKey } from './api-key.ts';

export type KeyRefusal = 'key_disabled' | 'key_expired' | 'scope_missing';
export type KeyStatus = 'active' | 'disabled' | 'expired';

type KeyUse = { readonly apiCode: ApiCode; readonly now: Date };
type Rule = (key: ApiKey, use: KeyUse) => KeyRefusal | null;

/** The order is part of the contract: the first refusal is the answer. */
const RULES: readonly Rule[] = [
  (key, { now }) => {
    const status = keyStatus(key, now);
    return status === 'active' ? null : `key_${status}`;
  },
  (key, { apiCode }) => (key.scope === 'all' || key.scope.includes(apiCode) ? null : 'scope_missing'),
];

/** Why this key may not make this call; null if it may. */
export function refuseKeyUse(key: ApiKey, use: KeyUse): KeyRefusal | null {
  for (const rule of RULES) {
    const refusal = rule(key, use);
    if (refusal) return refusal;
  }
  return null;
}

export const countActive = (keys: readonly ApiKey[], now: Date): number =>
  keys.filter((key) => keyStatus(key, now) === 'active').length;

export function keyStatus(key: ApiKey, now: Date): KeyStatus {
  if (!key.enabled) return 'disabled';
  return now < key.expiresAt ? 'active' : 'expired';
}
