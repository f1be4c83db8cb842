import type { z } from 'zod';
import type { TakenPoints, UsageRefusal } from '../../../application/ledger/usage.ts';
import { instant } from '../json-values.ts';
import { publicId } from '../public-id.ts';
import { wholeNumber } from '../whole-number.ts';
import { REFUSALS, type RefusalFigures, type UsageAllowed, type UsageRefused } from './usage-schema.ts';

export const allowedJson = (taken: TakenPoints): z.infer<typeof UsageAllowed> => ({
  allowed: true,
  usage_id: publicId('use', taken.usageId),
  points: wholeNumber(taken.points),
  points_left: wholeNumber(taken.pointsLeft),
  points_expire_at: instant(taken.pointsExpireAt),
  at: instant(taken.at),
});

export const refusedJson = (refusal: UsageRefusal): z.infer<typeof UsageRefused> => ({
  allowed: false,
  code: refusal.code,
  message: REFUSALS[refusal.code],
  ...figuresOf(refusal),
});

export function figuresOf(refusal: UsageRefusal): z.infer<typeof RefusalFigures> {
  switch (refusal.code) {
    case 'insufficient_points':
      return { points_needed: wholeNumber(refusal.requested), points_left: wholeNumber(refusal.available) };
    case 'rate_limited':
      return { limit: refusal.limit, limit_seconds: refusal.seconds, retry_at: instant(refusal.retryAt) };
    case 'daily_budget_exhausted':
      return { ...budgetOf(refusal), retry_at: instant(refusal.retryAt) };
    case 'total_budget_exhausted':
      return budgetOf(refusal);
    default:
      return {};
  }
}

const budgetOf = ({ budget, spent }: Extract<UsageRefusal, { budget: unknown }>) => ({
  ...{ budget: wholeNumber(budget), spent: wholeNumber(spent) },
});
