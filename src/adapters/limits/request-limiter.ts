import type { Redis } from 'ioredis';
import type { Knex } from 'knex';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import {
  LIMIT_WINDOW_SECONDS,
  type LimitName,
  type LimitVerdict,
  type RequestLimiter,
  type RequestLimits,
} from '../../application/shared/request-limiter.ts';

/** Where it is counted. `memory`: in this process alone. */
export type LimitStore =
  | { readonly kind: 'redis'; readonly redis: Redis }
  | { readonly kind: 'postgres'; readonly knex: Knex }
  | { readonly kind: 'memory' };

const PREFIX = 'seahorse:limit';

/** Where the store does not answer, each process counts for itself until it does: so many as there are processes may pass then. */
export function openRequestLimiter(limits: RequestLimits, store: LimitStore): RequestLimiter {
  const limiters = new Map<LimitName, RateLimiterAbstract>();
  for (const [name, points] of Object.entries(limits) as [LimitName, number][]) {
    if (points > 0) limiters.set(name, limiterOn(store, name, points));
  }
  return {
    take: async (name, who) => {
      const limiter = limiters.get(name);
      return limiter ? verdictOf(limiter.points, await consume(limiter, who)) : null;
    },
  };
}

function limiterOn(store: LimitStore, name: LimitName, points: number): RateLimiterAbstract {
  const options = { points, duration: LIMIT_WINDOW_SECONDS, keyPrefix: `${PREFIX}:${name}` };
  const insuranceLimiter = new RateLimiterMemory(options);
  switch (store.kind) {
    case 'memory':
      return insuranceLimiter;
    case 'redis':
      return new RateLimiterRedis({
        ...{ ...options, insuranceLimiter, storeClient: store.redis },
        // What waits for a Redis that is away would wait as long as it is.
        rejectIfRedisNotReady: true,
      });
    case 'postgres':
      return new RateLimiterPostgres({
        ...{ ...options, insuranceLimiter, storeClient: store.knex, storeType: 'knex' },
        ...{ schemaName: 'limits', tableName: 'requests', tableCreated: true },
      });
  }
}

/** One too many is rejected there, with the same figures. */
const consume = (limiter: RateLimiterAbstract, who: string): Promise<RateLimiterRes> =>
  limiter.consume(who).catch((refused: unknown) => {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  });

const verdictOf = (limit: number, { consumedPoints, msBeforeNext }: RateLimiterRes): LimitVerdict => ({
  ...{ isWithin: consumedPoints <= limit, limit },
  left: Math.max(limit - consumedPoints, 0),
  resetMs: Math.max(msBeforeNext, 0),
});
