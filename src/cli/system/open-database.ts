import path from 'node:path';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { startLocalPostgres } from '../../adapters/embedded/start-local-postgres.ts';
import { connectPostgres } from '../../adapters/postgres/connect.ts';
import type { Closers } from './closers.ts';
import type { Config } from './config.ts';

export type OpenDatabase = { readonly url: string; readonly knex: Knex; readonly embedded: boolean };

const ACQUIRE_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 10_000;

/** The database that the configuration names, or a local PostgreSQL under the data folder. */
export async function openDatabase(config: Config, logger: Logger, closers: Closers): Promise<OpenDatabase> {
  const url = config.database.url ?? (await startEmbedded(config, logger, closers));
  const knex = connectPostgres({
    url,
    poolSize: config.database.poolSize,
    acquireTimeoutMs: ACQUIRE_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
  });
  closers.add('database connections', () => knex.destroy());
  return { url, knex, embedded: config.database.url === null };
}

async function startEmbedded({ dataDir }: Config, logger: Logger, closers: Closers): Promise<string> {
  const postgres = await startLocalPostgres({
    dir: path.resolve(dataDir, 'postgres'),
    onExit: (detail) => {
      // Without its database this process is of no use; whoever supervises it starts both again.
      logger.fatal({ detail }, 'the embedded PostgreSQL has gone');
      process.exit(1);
    },
  });
  closers.add('embedded PostgreSQL', () => postgres.stop());
  return postgres.url;
}
