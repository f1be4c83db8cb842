import type { Knex } from 'knex';
import { migrationSource } from '../../../migrations/migration-source.ts';
import { ExpectedFailure } from './expected-failure.ts';
import { withoutLimits } from './without-limits.ts';

/** Any number; it only has to be the same in every process. */
const LOCK = 4_711_001;

/**
 * Brings the database to the newest schema; several processes may try at once. Knex marks a row while it migrates, and a
 * process that is killed leaves the mark behind for ever. So a lock of the database itself, which dies with its session,
 * decides who migrates, and whoever holds it may remove the mark.
 */
export async function migrateDatabase(knex: Knex): Promise<readonly string[]> {
  const session = (await knex.client.acquireConnection()) as unknown;
  const run = (sql: string) => knex.raw(sql, [LOCK]).connection(session);
  try {
    await run('select pg_advisory_lock(?)');
    const config = { migrationSource };
    if (await knex.schema.hasTable('knex_migrations_lock')) await knex.migrate.forceFreeMigrationsLock(config);
    const [, applied] = (await knex.migrate.latest(config)) as [number, string[]];
    return applied;
  } finally {
    await run('select pg_advisory_unlock(?)').catch(() => undefined);
    await knex.client.releaseConnection(session);
  }
}

/**
 * On connections of its own, without the time limits of requests: a migration, and the wait for another one, may be long. As
 * the user of the URL, who owns what is made.
 */
export async function migrateDatabaseAt(url: string): Promise<readonly string[]> {
  return withoutLimits(url, migrateDatabase).catch((error: Error) => {
    throw error.name === 'RoleMissing' ? new ExpectedFailure(error.message) : error;
  });
}

/** Names of migrations that this code knows and the database has not had. */
export const pendingMigrationsAt = (url: string): Promise<readonly string[]> => withoutLimits(url, pendingMigrations);

export async function pendingMigrations(knex: Knex): Promise<readonly string[]> {
  // Knex would make its tables, and who asks may not be allowed to.
  if (!(await knex.schema.hasTable('knex_migrations'))) {
    return (await migrationSource.getMigrations([])).map(({ name }) => name);
  }
  const [, pending] = (await knex.migrate.list({ migrationSource })) as [unknown[], { name: string }[]];
  return pending.map(({ name }) => name);
}
