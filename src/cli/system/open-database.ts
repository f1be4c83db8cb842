import path from 'node:path';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { LocalPostgres } from '../../adapters/embedded/local-postgres.ts';
import { connectPostgres } from '../../adapters/postgres/connect.ts';
import type { Closers } from './closers.ts';
import type { Config } from './config.ts';
import { ExpectedFailure } from './expected-failure.ts';
import { KeptPostgres } from './keep-postgres-running.ts';

export type OpenDatabase = {
  readonly url: string;
  readonly knex: Knex;
  /** A few connections that nothing but the inbox uses. */
  readonly inboxKnex: Knex;
  /** Where the embedded PostgreSQL keeps its data; null: the database is somebody else's. */
  readonly folder: string | null;
};

/** How long callers, statements and locks are waited for. */
export const DATABASE_LIMITS = { acquireTimeoutMs: 3_000, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000 };
const INBOX_POOL_SIZE = 2;

/** The database that the configuration names, or a local PostgreSQL under the data folder. */
export async function openDatabase(config: Config, logger: Logger, closers: Closers): Promise<OpenDatabase> {
  const embedded = config.database.url ? null : await startEmbedded(config, logger, closers);
  const url = config.database.url ?? (embedded as LocalPostgres).url;
  const connect = (poolSize: number): Knex => {
    const knex = connectPostgres({
      ...{ url, poolSize },
      ...DATABASE_LIMITS,
    });
    closers.add('database connections', () => knex.destroy());
    return knex;
  };
  const knex = connect(config.database.poolSize);
  await knex.raw('select 1').catch(explainUnusable);
  return { url, knex, inboxKnex: connect(INBOX_POOL_SIZE), folder: embedded?.dataDir ?? null };
}

/** What pg says names the user or the host, never the password. */
function explainUnusable(error: Error & { code?: string }): never {
  throw new ExpectedFailure(`the database cannot be used (${error.code ?? error.name}): ${error.message}`);
}

async function startEmbedded({ dataDir }: Config, logger: Logger, closers: Closers): Promise<LocalPostgres> {
  const kept = new KeptPostgres(path.resolve(dataDir, 'postgres'), logger);
  closers.add('embedded PostgreSQL', () => kept.stop());
  return kept.start();
}
