import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { connectRedis } from '../../adapters/limits/connect-redis.ts';
import { type LimitStore, openRequestLimiter } from '../../adapters/limits/request-limiter.ts';
import type { RequestLimiter } from '../../application/shared/request-limiter.ts';
import type { Closers } from './closers.ts';
import type { Config } from './config.ts';

type Where = {
  readonly knex: Knex;
  /** Nobody else takes requests, so that there is nobody to count with. */
  readonly isAlone: boolean;
};

/** Counts where all processes of this configuration can count together. */
export function openLimiter(
  config: Config,
  { knex, isAlone }: Where,
  logger: Logger,
  closers: Closers,
): RequestLimiter {
  return openRequestLimiter(config.rateLimits, storeFor(config, { knex, isAlone }, logger, closers));
}

function storeFor({ redisUrl }: Config, { knex, isAlone }: Where, logger: Logger, closers: Closers): LimitStore {
  if (redisUrl === null) return isAlone ? { kind: 'memory' } : { kind: 'postgres', knex };
  const redis = connectRedis(redisUrl, {
    onLost: (error) => logger.warn({ err: error }, 'limits: Redis is away, and this process counts for itself'),
    onBack: () => logger.info('limits: Redis is back'),
  });
  closers.add('limits', async () => redis.disconnect());
  return { kind: 'redis', redis };
}
