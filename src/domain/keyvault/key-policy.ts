import { endOfBeijingDay } from '../shared/beijing-time.ts';
import type { ApiCode } from '../shared/ids.ts';
import { type Points, plus } from '../shared/points.ts';
import type { ApiKey } from './api-key.ts';
import { type KeyMeter, meterAt, windowEnd } from './key-meter.ts';
import { contains, type IpAddress } from './network.ts';

export type KeyRefusal =
  | { readonly code: 'key_disabled' | 'key_expired' | 'scope_missing' | 'client_ip_missing' | 'ip_not_allowed' }
  | { readonly code: 'rate_limited'; readonly limit: number; readonly seconds: number; readonly retryAt: Date }
  | { readonly code: 'daily_budget_exhausted'; readonly budget: Points; readonly spent: Points; readonly retryAt: Date }
  | { readonly code: 'total_budget_exhausted'; readonly budget: Points; readonly spent: Points };
export type BudgetRefusal = Extract<KeyRefusal, { budget: Points }>;

export type KeyUse = {
  readonly apiCode: ApiCode;
  /** How many calls, and what they cost together. */
  readonly quantity: number;
  readonly points: Points;
  /** Of who makes the call, as the service has seen it. Null: the service did not say. */
  readonly clientIp: IpAddress | null;
  readonly now: Date;
};
type Spending = Pick<KeyUse, 'points' | 'now'>;
type Rule = (key: ApiKey, meter: KeyMeter, use: KeyUse) => KeyRefusal | null;

const dailyBudgetRule = (
  { dailyBudget: budget }: ApiKey,
  { pointsToday: spent }: KeyMeter,
  { points, now }: Spending,
) =>
  budget === null || plus(spent, points) <= budget
    ? null
    : ({ code: 'daily_budget_exhausted', budget, spent, retryAt: endOfBeijingDay(now) } as const);

const totalBudgetRule = ({ totalBudget: budget }: ApiKey, { pointsTotal: spent }: KeyMeter, { points }: Spending) =>
  budget === null || plus(spent, points) <= budget
    ? null
    : ({ code: 'total_budget_exhausted', budget, spent } as const);

/**
 * The order is part of the contract: the first refusal is the answer. No rule moves a counter, so that a refusal uses up
 * nothing. usage.charge_one and usage.charge_batch do the same; test/agreement keeps them equal.
 */
export const KEY_RULES = {
  // First, because nobody can enable what has expired.
  not_expired: (key, _meter, { now }) => (now < key.expiresAt ? null : { code: 'key_expired' }),
  enabled: (key) => (key.enabled ? null : { code: 'key_disabled' }),
  scope: (key, _meter, { apiCode }) =>
    key.scope === 'all' || key.scope.includes(apiCode) ? null : { code: 'scope_missing' },
  network: ({ networks }, _meter, { clientIp }) => {
    if (networks === null) return null;
    if (clientIp === null) return { code: 'client_ip_missing' };
    return networks.some((network) => contains(network, clientIp)) ? null : { code: 'ip_not_allowed' };
  },
  rate_limit: ({ rateLimit }, { callsInWindow }, { quantity, now }) => {
    if (rateLimit === null || callsInWindow + quantity <= rateLimit.calls) return null;
    const { calls: limit, seconds } = rateLimit;
    return { code: 'rate_limited', limit, seconds, retryAt: windowEnd(rateLimit, now) };
  },
  daily_budget: dailyBudgetRule,
  total_budget: totalBudgetRule,
} as const satisfies Record<string, Rule>;
export type KeyGate = keyof typeof KEY_RULES;

export type GateVerdict = { readonly gate: KeyGate; readonly refusal: KeyRefusal | null };

/** What each rule says, in order. */
export const judgeKeyUse = (key: ApiKey, meter: KeyMeter, use: KeyUse): GateVerdict[] => {
  const current = meterAt(meter, key, use.now);
  return (Object.keys(KEY_RULES) as KeyGate[]).map((gate) => ({ gate, refusal: KEY_RULES[gate](key, current, use) }));
};

/** Why this key may not make this call; null if it may. */
export const refuseKeyUse = (key: ApiKey, meter: KeyMeter, use: KeyUse): KeyRefusal | null =>
  judgeKeyUse(key, meter, use).find(({ refusal }) => refusal !== null)?.refusal ?? null;

/** Why an admitted call may not spend so much more; null if it may. The call itself is not judged again, the budgets are. */
export function refuseExtra(key: ApiKey, meter: KeyMeter, extra: Spending): BudgetRefusal | null {
  const current = meterAt(meter, key, extra.now);
  return dailyBudgetRule(key, current, extra) ?? totalBudgetRule(key, current, extra);
}
