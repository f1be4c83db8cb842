import { z } from 'zod';
import type { RequestLimits } from '../../application/shared/request-limiter.ts';

/** Not coerced: of blanks that would switch a limit off. */
const aMinute = (usual: number) =>
  z
    .string()
    .regex(/^\d+$/, { message: 'expected how many a minute; 0: as many as somebody likes' })
    .transform(Number)
    .pipe(z.int().max(1_000_000))
    .default(usual);

/** A carrier's network shows thousands of phones as one address, so that what counts addresses is generous. */
export const rateLimitShape = {
  RATE_LIMIT_SIGN_IN: aMinute(300),
  RATE_LIMIT_ORDERS: aMinute(20),
  RATE_LIMIT_KEYS: aMinute(20),
  RATE_LIMIT_PAYMENT_CHECKS: aMinute(120),
  RATE_LIMIT_REDEMPTIONS: aMinute(10),
  RATE_LIMIT_PERSON: aMinute(600),
  RATE_LIMIT_FAILED_CALLERS: aMinute(60),
  RATE_LIMIT_FAILED_CODES: aMinute(60),
};

export const toRateLimits = (env: z.infer<z.ZodObject<typeof rateLimitShape>>): RequestLimits => ({
  sign_in: env.RATE_LIMIT_SIGN_IN,
  order: env.RATE_LIMIT_ORDERS,
  key: env.RATE_LIMIT_KEYS,
  payment_check: env.RATE_LIMIT_PAYMENT_CHECKS,
  redemption: env.RATE_LIMIT_REDEMPTIONS,
  person: env.RATE_LIMIT_PERSON,
  failed_caller: env.RATE_LIMIT_FAILED_CALLERS,
  failed_code: env.RATE_LIMIT_FAILED_CODES,
});
