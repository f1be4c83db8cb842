import { z } from 'zod';
import { KEY_LIFETIMES_MONTHS, KEY_NAME_MAX_LENGTH } from '../../../domain/keyvault/api-key.ts';
import { LONGEST_GRACE_MS, USUAL_GRACE_MS } from '../../../domain/keyvault/credential.ts';
import { KEY_STATUSES } from '../../../domain/keyvault/key-status.ts';
import { type Network, parseNetwork } from '../../../domain/keyvault/network.ts';
import type { ApiKeyId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';
import { apiCode, plainText } from '../plain-text.ts';
import { idSchema } from '../public-id.ts';

const SECONDS_A_DAY = 86_400;
const MOST_CALLS = 2_147_483_647;
/** More in one request are more likely a mistake than a wish. */
const MOST_IDS = 100;

const name = plainText
  .trim()
  .min(1)
  // Characters as people count them: a surrogate pair is one.
  .refine((text) => [...text].length <= KEY_NAME_MAX_LENGTH, { message: `at most ${KEY_NAME_MAX_LENGTH} characters` });

const scope = z.union([z.literal('all'), z.array(apiCode).min(1).max(100)]);

const network = z
  .string()
  .max(64)
  .transform((text, context): Network => {
    const read = parseNetwork(text.trim());
    if (read) return read;
    context.addIssue('expected an address or a range such as 10.1.0.0/16, with no bit set beyond its length');
    return z.NEVER;
  });
/** Null: anywhere. */
const networks = z
  .array(network)
  .min(1)
  .max(100)
  .transform((all) => [...new Set(all)])
  .nullable();

const rateLimit = z
  .strictObject({ calls: z.int().min(1).max(MOST_CALLS), seconds: z.int().min(1).max(SECONDS_A_DAY) })
  .nullable();

const budget = z
  .int()
  .min(1)
  .transform((value) => points(BigInt(value)))
  .nullable();

const terms = { networks, rate_limit: rateLimit, daily_budget: budget, total_budget: budget };
const lifetime = z.literal(KEY_LIFETIMES_MONTHS).default(12);

export const NewKey = z.strictObject({
  ...{ name, scope: scope.default('all'), lifetime_months: lifetime },
  ...z.object(terms).partial().shape,
});

export const KeyUpdate = z
  .strictObject({ name, scope, ...terms })
  .partial()
  .refine((change) => Object.keys(change).length > 0, { message: 'expected something to change' });

const ids = z.array(idSchema<ApiKeyId>('key')).min(1).max(MOST_IDS);

/** One or many. */
export const KeyIds = z
  .union([z.strictObject({ ids }), z.strictObject({ id: idSchema<ApiKeyId>('key') })])
  .transform((body) => ('ids' in body ? body.ids : [body.id]));

export const KeySwitch = z.strictObject({ enabled: z.boolean() });
export const KeysSwitch = z.strictObject({ ids, enabled: z.boolean() });

export const Rotation = z.strictObject({
  grace_seconds: z
    .int()
    .min(0)
    .max(LONGEST_GRACE_MS / 1_000)
    .default(USUAL_GRACE_MS / 1_000),
  lifetime_months: lifetime,
});

export const KeysQuery = z.strictObject({
  status: z.enum(KEY_STATUSES).optional(),
  name: plainText.trim().max(KEY_NAME_MAX_LENGTH).optional(),
  /** For whom, if a service asks. */
  user_id: z.string().optional(),
});
