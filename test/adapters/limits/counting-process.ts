import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { connectRedis } from '../../../src/adapters/limits/connect-redis.ts';
import { type LimitStore, openRequestLimiter } from '../../../src/adapters/limits/request-limiter.ts';
import { connectPostgres } from '../../../src/adapters/postgres/connect.ts';
import type { RequestLimits } from '../../../src/application/shared/request-limiter.ts';
import { PRODUCTION_LIKE } from '../../support/http/test-system.ts';

/** A process that counts: it says `ready`, and for each line with a number of requests how many of them were within the limit. */
const { redisUrl, databaseUrl, limits } = JSON.parse(process.argv[2] as string) as {
  readonly redisUrl?: string;
  readonly databaseUrl?: string;
  readonly limits: RequestLimits;
};

async function openStore(): Promise<LimitStore> {
  if (!redisUrl)
    return { kind: 'postgres', knex: connectPostgres({ ...PRODUCTION_LIKE, url: String(databaseUrl), poolSize: 4 }) };
  const redis = connectRedis(redisUrl, { onLost: () => {}, onBack: () => {} });
  await once(redis, 'ready');
  return { kind: 'redis', redis };
}

const limiter = openRequestLimiter(limits, await openStore());
const lines = createInterface(process.stdin);
lines.on('line', async (line) => {
  const verdicts = await Promise.all(Array.from({ length: Number(line) }, () => limiter.take('order', 'somebody')));
  process.stdout.write(`${verdicts.filter((verdict) => verdict?.isWithin).length}\n`);
});
// Ends with the test, whatever becomes of it.
lines.once('close', () => process.exit(0));
process.stdout.write('ready\n');
