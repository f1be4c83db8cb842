import { Redis } from 'ioredis';

export type RedisFacts = {
  /** Such as `7.0.15`. */
  readonly version: string;
  /** What it does when it is full, such as `noeviction`. */
  readonly maxmemoryPolicy: string;
  readonly appendOnly: boolean;
};

const WITHIN_MS = 3_000;

/** Asks a Redis about itself, once. Throws when it cannot be reached, or does not let us in. */
export async function readRedis(url: string): Promise<RedisFacts> {
  const options = { lazyConnect: true, connectTimeout: WITHIN_MS, commandTimeout: WITHIN_MS };
  const redis = new Redis(url, { ...options, maxRetriesPerRequest: 0, retryStrategy: () => null });
  // What goes wrong is thrown by the question.
  redis.on('error', () => {});
  try {
    await redis.connect();
    const told = await redis.info();
    return {
      version: fieldOf(told, 'redis_version'),
      maxmemoryPolicy: fieldOf(told, 'maxmemory_policy'),
      appendOnly: fieldOf(told, 'aof_enabled') === '1',
    };
  } finally {
    redis.disconnect();
  }
}

const fieldOf = (info: string, name: string): string => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
