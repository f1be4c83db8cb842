import { migrateQueueSchema, pendingQueueVersions } from '../../adapters/bullmq/migrate-queue-schema.ts';
import { ROLE_OF } from '../../adapters/postgres/application-role.ts';
import type { Config } from './config.ts';
import { ExpectedFailure } from './expected-failure.ts';
import { migrateDatabaseAt, pendingMigrationsAt } from './migrate-database.ts';

type Where = Pick<Config, 'redisUrl'>;

/** Our schemas, and the queue's where no Redis keeps it. Names what was applied, such as `0004_ledger` and `bullmq_6`. */
export async function migrateEverythingAt(url: string, { redisUrl }: Where): Promise<readonly string[]> {
  const applied = await migrateDatabaseAt(url);
  if (redisUrl) return applied;
  const { from, to } = await migrateQueueSchema(url, { role: ROLE_OF.worker });
  return from < to ? [...applied, nameOf(to)] : applied;
}

/** What `migrateEverythingAt` would apply. */
export async function pendingEverythingAt(url: string, { redisUrl }: Where): Promise<readonly string[]> {
  const pending = await pendingMigrationsAt(url);
  const newest = redisUrl ? undefined : (await pendingQueueVersions(url)).at(-1);
  return newest === undefined ? pending : [...pending, nameOf(newest)];
}

/** For processes that make no tables. The queue's are the workers' affair. */
export const refuseOldSchema =
  (config: Where, { workers }: { readonly workers: boolean }) =>
  async (url: string): Promise<void> => {
    const pending = await (workers ? pendingEverythingAt(url, config) : pendingMigrationsAt(url));
    if (pending.length > 0) throw new ExpectedFailure(`run "seahorse migrate" first; missing: ${pending.join(', ')}`);
  };

const nameOf = (version: number): string => `bullmq_${version}`;
