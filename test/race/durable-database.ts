import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migrationSource } from '../../migrations/migration-source.ts';
import { startLocalPostgres } from '../../src/adapters/embedded/start-local-postgres.ts';
import { ROLE_OF } from '../../src/adapters/postgres/application-role.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import { connect, type MigratedDatabase } from '../support/migrated-database.ts';
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
  const knex = connect(url, 10);
  await knex.migrate.latest({ migrationSource });
  const appKnex = connect(url, 10, ROLE_OF.operator);
  return {
    ...{ url, knex, appKnex, uow: new PostgresUnitOfWork(appKnex) },
    crash: async () => {
      const [pid] = (await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGQUIT');
      for (let waited = 0; isAlive(Number(pid)) && waited < 20_000; waited += 10) await delay(10);
      postgres = await startLocalPostgres(options);
      if (postgres.url !== url) throw new Error(`it is elsewhere now: ${postgres.url}`);
    },
    drop: async () => {
      await knex.destroy();
      await appKnex.destroy();
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
