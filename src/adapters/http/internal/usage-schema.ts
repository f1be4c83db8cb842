import { z } from 'zod';
import type { UsageRefusal } from '../../../application/ledger/usage.ts';
import { ipAddress } from '../ip-address.ts';
import { shownInstant, shownPoints } from '../json-values.ts';
import { apiCode } from '../plain-text.ts';
import { shownId } from '../public-id.ts';

/** Longer than any key; what is no key is told so, not refused as a request. */
export const keyToken = z.string().max(256);
export const quantity = z.int().min(1).max(1_000);

const call = { api_key: keyToken, api: apiCode, quantity: quantity.default(1), client_ip: ipAddress.optional() };

/** POST /usage. */
export const UsageBody = z.strictObject({ ...call, dry_run: z.literal(false).optional() });
/** The same to see what would become of it. */
export const DryRunBody = z.strictObject({ ...call, dry_run: z.literal(true), explain: z.boolean().default(false) });
export const UsageRequest = z.union([UsageBody, DryRunBody]);

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
export const refusalCode = z.enum(Object.keys(REFUSALS) as [UsageRefusal['code'], ...UsageRefusal['code'][]]);

/** The figures that come with a refusal: those of the rule that refused. */
export const RefusalFigures = z.object({
  points_needed: shownPoints.optional(),
  points_left: shownPoints.optional(),
  limit: z.int().optional(),
  limit_seconds: z.int().optional(),
  budget: shownPoints.optional(),
  spent: shownPoints.optional(),
  retry_at: shownInstant.optional(),
});
export const UsageRefused = RefusalFigures.extend({
  allowed: z.literal(false),
  code: refusalCode,
  message: z.string(),
});
export const UsageAllowed = z.object({
  allowed: z.literal(true),
  usage_id: shownId('use'),
  points: shownPoints,
  points_left: shownPoints,
  /** Of the lot that paid last. */
  points_expire_at: shownInstant,
  at: shownInstant,
});

/** `gate` by `gate` in the order of the checks; after the first that refused, the others are still asked where they can be. */
export const Gate = RefusalFigures.extend({
  gate: z.string(),
  verdict: z.enum(['passed', 'refused', 'not_asked']),
  code: refusalCode.optional(),
  expires_at: shownInstant.optional(),
  used: z.int().optional(),
});
const dry = { dry_run: z.literal(true), gates: z.array(Gate).optional() };
export const DryRunAllowed = UsageAllowed.omit({ usage_id: true, at: true }).extend(dry);
export const DryRunRefused = UsageRefused.extend(dry);
export const UsageAnswer = z.union([UsageAllowed, DryRunAllowed, DryRunRefused, UsageRefused]);
