import type { TakenPoints, UsageRefusal } from '../../../application/ledger/usage.ts';
import { publicId } from '../public-id.ts';
import { wholeNumber } from '../whole-number.ts';

/** What the caller of the refused key can do about it. */
export const REFUSALS: Record<UsageRefusal['code'], string> = {
  key_malformed: 'This is no API key: it is mistyped or cut off. Copy it again.',
  key_unknown: 'There is no such API key. It may have been deleted: issue a new one.',
  key_disabled: 'The owner has disabled this API key. The owner can enable it again.',
  key_expired: 'This API key has expired. Issue a new one.',
  scope_missing: 'This API key may not call this API. Widen its scope or use another key.',
  client_ip_missing: 'This API key is limited to networks. Send "client_ip", the address of who makes the call.',
  ip_not_allowed: 'This API key may not be used from this address. Call from an allowed network or widen its list.',
  rate_limited: 'This API key makes too many calls. Wait until "retry_at".',
  daily_budget_exhausted:
    'The daily budget of this API key does not cover the call. Wait until "retry_at" or raise the budget.',
  total_budget_exhausted: 'The budget of this API key does not cover the call. Raise the budget or use another key.',
  insufficient_points: 'The account has too few points. Buy points, then repeat the call.',
};

export const allowedJson = ({ usageId, points, pointsLeft, pointsExpireAt, at }: TakenPoints) => ({
  allowed: true,
  usage_id: publicId('use', usageId),
  points: wholeNumber(points),
  points_left: wholeNumber(pointsLeft),
  points_expire_at: pointsExpireAt,
  at,
});

export const refusedJson = (refusal: UsageRefusal) => ({
  allowed: false,
  code: refusal.code,
  message: REFUSALS[refusal.code],
  ...figuresOf(refusal),
});

function figuresOf(refusal: UsageRefusal): object {
  switch (refusal.code) {
    case 'insufficient_points':
      return { points_needed: wholeNumber(refusal.requested), points_left: wholeNumber(refusal.available) };
    case 'rate_limited':
      return { limit: refusal.limit, limit_seconds: refusal.seconds, retry_at: refusal.retryAt };
    case 'daily_budget_exhausted':
      return { budget: wholeNumber(refusal.budget), spent: wholeNumber(refusal.spent), retry_at: refusal.retryAt };
    case 'total_budget_exhausted':
      return { budget: wholeNumber(refusal.budget), spent: wholeNumber(refusal.spent) };
    default:
      return {};
  }
}
