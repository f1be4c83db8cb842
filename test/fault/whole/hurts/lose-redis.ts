import { setTimeout as delay } from 'node:timers/promises';
import { counted, exactly } from '../../figure.ts';
import { ofKind } from '../history.ts';
import type { RedisPart } from '../machine/redis-part.ts';
import type { Machine } from '../machine.ts';
import { type Hurt, msSince } from './hurt.ts';
import { serverFaults } from './server-faults.ts';

/** Redis is away for so many seconds: people buy and services charge as before. Then it is one that may throw jobs away. */
export const loseRedis: Hurt = async ({ machine, history }, seconds) => {
  const redis = machine.redis as RedisPart;
  const from = history.entries.length;
  await redis.kill('SIGKILL');
  await delay(seconds * 1_000);
  const meanwhile = history.entries.slice(from);
  await redis.start();
  const [status, took] = await startWorkerOnEvictingRedis(machine, redis);
  return [
    counted('seconds without Redis', seconds),
    counted('payments meanwhile', ofKind(meanwhile, 'pay').length),
    counted('calls meanwhile', ofKind(meanwhile, 'usage').length),
    exactly('requests that the API failed meanwhile', serverFaults(meanwhile), 0),
    exactly('status of a worker whose Redis may throw jobs away', status ?? -1, 1),
    counted('until it had said so', took, 's'),
  ];
};

async function startWorkerOnEvictingRedis(machine: Machine, redis: RedisPart): Promise<[number | null, number]> {
  await redis.configure('maxmemory-policy', 'allkeys-lru');
  const worker = machine.addWorker();
  const begun = performance.now();
  try {
    await worker.start();
    return [await worker.end(), Math.round(msSince(begun) / 100) / 10];
  } finally {
    await redis.configure('maxmemory-policy', 'noeviction');
    machine.workers.splice(machine.workers.indexOf(worker), 1);
  }
}
