import { z } from 'zod';
import type { UsageRefusal } from '../../../application/ledger/usage.ts';
import { ipAddress } from '../ip-address.ts';
import { shownInstant, shownPoints } from '../json-values.ts';
import { apiCode } from '../plain-text.ts';
import { shownId } from '../public-id.ts';

/** Longer than any key; what is no key is told so, not refused as a request. */
export const keyToken = z.string().max(256).describe('The API key as the caller sent it');
export const quantity = z.int().min(1).max(1_000).describe('How many calls it counts for');

export const soldApi = apiCode.describe('The code of an API that is sold');
export const clientIp = ipAddress.describe('Of who makes the call; keys may be limited to networks');

const call = { api_key: keyToken, api: soldApi, quantity: quantity.default(1), client_ip: clientIp.optional() };

/** POST /usage. */
export const UsageBody = z.strictObject({ ...call, dry_run: z.literal(false).optional() }).meta({ title: 'A charge' });
const explain = z.boolean().describe('Whether every check is listed');
/** The same to see what would become of it. */
export const DryRunBody = z
  .strictObject({ ...call, dry_run: z.literal(true), explain: explain.default(false) })
  .meta({ title: 'A dry run' });
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
  points_needed: shownPoints.describe('What the call costs').optional(),
  points_left: shownPoints.describe('What the account can spend').optional(),
  limit: z.int().describe('How many calls the key may make').optional(),
  limit_seconds: z.int().describe('within so many seconds').optional(),
  budget: shownPoints.describe('What the key may spend').optional(),
  spent: shownPoints.describe('What of it is spent').optional(),
  retry_at: shownInstant.describe('From then on the rule lets it pass').optional(),
});
export const UsageRefused = RefusalFigures.extend({
  allowed: z.literal(false),
  code: refusalCode.describe('Stable: branch on it'),
  message: z.string().describe('For the owner of the key: what to do'),
}).meta({ title: 'Refused', description: 'The call must not be served.' });
export const UsageAllowed = z
  .object({
    allowed: z.literal(true),
    usage_id: shownId('use').describe('Of this call: it can be reversed by it'),
    points: shownPoints.describe('What was taken'),
    points_left: shownPoints.describe('What the account can spend afterwards'),
    points_expire_at: shownInstant.describe('Of the points that paid last'),
    at: shownInstant,
  })
  .meta({ title: 'Allowed', description: 'The call is paid for.' });

/** `gate` by `gate` in the order of the checks; after the first that refused, the others are still asked where they can be. */
export const Gate = RefusalFigures.extend({
  gate: z.string(),
  verdict: z.enum(['passed', 'refused', 'not_asked']),
  code: refusalCode.optional(),
  expires_at: shownInstant.optional(),
  used: z.int().optional(),
});
const dry = { dry_run: z.literal(true), gates: z.array(Gate).optional() };
export const DryRunAllowed = UsageAllowed.omit({ usage_id: true, at: true })
  .extend(dry)
  .meta({ title: 'Would be allowed' });
export const DryRunRefused = UsageRefused.extend(dry).meta({ title: 'Would be refused' });
export const UsageAnswer = z.union([UsageAllowed, DryRunAllowed, DryRunRefused, UsageRefused]);
