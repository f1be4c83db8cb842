import { z } from 'zod';
import { IDEMPOTENCY_KEY } from './idempotency-key.ts';
import { UsageAllowed, UsageBody, UsageRefused } from './usage-schema.ts';

export const ITEMS_PER_BATCH = 100;

export const UsageBatchItem = UsageBody.omit({ dry_run: true }).extend({
  idempotency_key: z.string().regex(IDEMPOTENCY_KEY, { message: 'expected 1 to 128 printable ASCII characters' }),
});
/** POST /usage/batch, as callers should send it. */
export const UsageBatchRequest = z.strictObject({ items: z.array(UsageBatchItem).min(1).max(ITEMS_PER_BATCH) });
/** As it is read: an item that is wrong is answered in its place and fails none of its neighbours. */
export const UsageBatchBody = z.strictObject({ items: z.array(z.unknown()).min(1).max(ITEMS_PER_BATCH) });

/** Members of a problem, see /docs/errors. */
export const ItemProblem = z.object({
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});
export const UsageBatchResult = z.union([
  UsageAllowed.extend({ replayed: z.boolean() }),
  UsageRefused,
  z.object({ allowed: z.literal(false), problem: ItemProblem }),
]);
/** One result per item, in the order of the items. */
export const UsageBatchAnswer = z.object({ results: z.array(UsageBatchResult) });
