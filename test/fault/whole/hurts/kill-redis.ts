import { setTimeout as delay } from 'node:timers/promises';
import { counted, exactly } from '../../figure.ts';
import type { RedisPart } from '../machine/redis-part.ts';
import type { Hurt } from './hurt.ts';
import { serverFaults } from './server-faults.ts';

/** kill -9 of a Redis that keeps nothing. The API does not need it. */
export const killRedis: Hurt = async ({ machine, dice, history }, times) => {
  const redis = machine.redis as RedisPart;
  const from = history.entries.length;
  for (let killed = 0; killed < times; killed++) {
    await delay(dice.between(50, 500));
    await redis.kill('SIGKILL');
    await delay(dice.between(0, 300));
    await redis.start();
  }
  return [
    counted('times that Redis was killed', times),
    exactly('requests that the API failed meanwhile', serverFaults(history.entries.slice(from)), 0),
  ];
};
