import type { z } from 'zod';
import type { KeyRequest } from '../../../application/keyvault/issue-key.ts';
import type { ListedKey } from '../../../application/keyvault/list-keys.ts';
import type { KeyChange } from '../../../domain/keyvault/key-change.ts';
import { instant } from '../json-values.ts';
import { publicId } from '../public-id.ts';
import { wholeNumber } from '../whole-number.ts';
import type { KeyUpdate, NewKey } from './api-key-schema.ts';

export const keyJson = ({ key, status, spendable, meter }: ListedKey) => ({
  ...{ id: publicId('key', key.id), name: key.name, hint: key.hint, status, scope: key.scope },
  ...{ networks: key.networks, rate_limit: key.rateLimit },
  daily_budget: key.dailyBudget === null ? null : wholeNumber(key.dailyBudget),
  total_budget: key.totalBudget === null ? null : wholeNumber(key.totalBudget),
  spendable_points: wholeNumber(spendable),
  ...{ calls_today: meter.callsToday, points_today: wholeNumber(meter.pointsToday) },
  points_total: wholeNumber(meter.pointsTotal),
  last_used_at: meter.lastUsedAt && instant(meter.lastUsedAt),
  ...{ created_at: instant(key.createdAt), expires_at: instant(key.expiresAt) },
  successor_id: key.successorId && publicId('key', key.successorId),
});

export const toRequest = ({ name, scope, lifetime_months, ...terms }: z.infer<typeof NewKey>): KeyRequest => ({
  ...{ name, scope, lifetimeMonths: lifetime_months },
  ...toChange(terms),
});

export function toChange(change: z.infer<typeof KeyUpdate>): KeyChange {
  const { rate_limit: rateLimit, daily_budget: dailyBudget, total_budget: totalBudget, ...same } = change;
  const named = { ...same, rateLimit, dailyBudget, totalBudget };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}
