import { Redis } from 'ioredis';

/** Longer than it takes, and short enough for whoever waits for an answer. */
const ANSWERS_WITHIN_MS = 500;
const LONGEST_PAUSE_MS = 2_000;

type Hears = { readonly onLost: (error: Error) => void; readonly onBack: () => void };

/** A connection that would rather fail than wait, and comes back by itself. `onLost` hears of it once, until it is back. */
export function connectRedis(url: string, { onLost, onBack }: Hears): Redis {
  let isLost = false;
  const redis = new Redis(url, {
    ...{ enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: ANSWERS_WITHIN_MS },
    retryStrategy: (times) => Math.min(times * 100, LONGEST_PAUSE_MS),
  });
  redis.on('error', (error) => {
    if (!isLost) onLost(error);
    isLost = true;
  });
  redis.on('ready', () => {
    if (isLost) onBack();
    isLost = false;
  });
  return redis;
}
