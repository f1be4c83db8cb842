import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migrationSource } from '../../migrations/migration-source.ts';
import { startLocalPostgres } from '../../src/adapters/embedded/start-local-postgres.ts';
import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import type { MigratedDatabase } from '../support/migrated-database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

export type DurableDatabase = MigratedDatabase & {
  /** As `pg_ctl stop -m immediate`: nothing is written out; then starts it again, which recovers from the log. */
  crash(): Promise<void>;
};

/** A PostgreSQL of its own that keeps what it has acknowledged, and may be killed. */
export async function durableDatabase(): Promise<DurableDatabase> {
  const folder = await temporaryFolder();
  const options = { dir: path.join(folder.path, 'postgres'), settings: DURABLE };
  let postgres = await startLocalPostgres(options);
  const { url, dataDir } = postgres;
  const knex = connectPostgres({
    ...{ url, poolSize: 10, acquireTimeoutMs: 20_000, statementTimeoutMs: 20_000, lockTimeoutMs: 20_000 },
  });
  await knex.migrate.latest({ migrationSource });
  return {
    ...{ url, knex, uow: new PostgresUnitOfWork(knex) },
    crash: async () => {
      const [pid] = (await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGQUIT');
      for (let waited = 0; isAlive(Number(pid)) && waited < 20_000; waited += 10) await delay(10);
      postgres = await startLocalPostgres(options);
      if (postgres.url !== url) throw new Error(`it is elsewhere now: ${postgres.url}`);
    },
    drop: async () => {
      await knex.destroy();
      await postgres.stop();
      await folder.remove();
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
