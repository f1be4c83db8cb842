import { setTimeout as delay } from 'node:timers/promises';
import { atMost, counted, exactly } from '../../figure.ts';
import type { RedisPart } from '../machine/redis-part.ts';
import { type Hurt, longest, msSince } from './hurt.ts';
import { serverFaults } from './server-faults.ts';

const LIMIT_S = 30;
/** A look at Redis, and a start of the work that was due, beyond the half minute. */
const GIVE_UP_AFTER_MS = 60_000;

/** FLUSHALL: nothing breaks a connection, so nobody hears of it; the schedules have to come back all the same. */
export const flushRedis: Hurt = async ({ machine, dice, history }, times) => {
  const redis = machine.redis as RedisPart;
  const from = history.entries.length;
  const wanted = await schedules(redis);
  const waits: number[] = [];
  for (let flushed = 0; flushed < times; flushed++) {
    await delay(dice.between(0, 2_000));
    await redis.flush();
    const begun = performance.now();
    while ((await schedules(redis)) < wanted && msSince(begun) < GIVE_UP_AFTER_MS) await delay(50);
    waits.push(msSince(begun));
  }
  return [
    counted('times that Redis was flushed', times),
    counted('schedules', wanted),
    atMost('longest until all schedules were back', Math.round(longest(waits) / 100) / 10, LIMIT_S, 's'),
    exactly('requests that the API failed meanwhile', serverFaults(history.entries.slice(from)), 0),
  ];
};

/** As BullMQ keeps them. */
const schedules = (redis: RedisPart): Promise<number> => redis.ask((client) => client.zcard('seahorse:sweeps:repeat'));
