import path from 'node:path';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { LocalPostgres } from '../../adapters/embedded/local-postgres.ts';
import { type ProcessKind, ROLE_OF, stateOfRole } from '../../adapters/postgres/application-role.ts';
import { connectPostgres } from '../../adapters/postgres/connect.ts';
import { asUnavailable } from '../../adapters/postgres/unavailable.ts';
import { Unavailable } from '../../domain/shared/faults.ts';
import { TryLater } from '../face/failures.ts';
import type { Closers } from './closers.ts';
import type { Config } from './config.ts';
import { ExpectedFailure } from './expected-failure.ts';
import { KeptPostgres } from './keep-postgres-running.ts';

export type OpenDatabase = {
  readonly url: string;
  /** What the connections run as; null: as the user of the URL. */
  readonly role: string | null;
  readonly knex: Knex;
  /** A few connections that nothing but the inbox uses. */
  readonly inboxKnex: Knex;
  /** Where the embedded PostgreSQL keeps its data; null: the database is somebody else's. */
  readonly folder: string | null;
};

/**
 * How long callers, statements and locks are waited for. No transaction waits for anything but the database, so that one that
 * stands still belongs to a process that does: it lets go before those that wait for its locks give up.
 */
export const DATABASE_LIMITS = {
  ...{ acquireTimeoutMs: 3_000, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000, idleTransactionTimeoutMs: 4_000 },
};
const INBOX_POOL_SIZE = 2;

/**
 * The database that the configuration names, or a local PostgreSQL under the data folder. `prepare` works on it as the user
 * of the URL; everything after it runs as the role of this kind of process, as far as that user may take it.
 */
export async function openDatabase(
  config: Config,
  logger: Logger,
  closers: Closers,
  prepare: (url: string) => Promise<unknown> = async () => {},
  kind: ProcessKind = 'operator',
): Promise<OpenDatabase> {
  const embedded = config.database.url ? null : await startEmbedded(config, logger, closers);
  const url = config.database.url ?? (embedded as LocalPostgres).url;
  const role = await chooseRole(url, ROLE_OF[kind], logger, prepare);
  const connect = (poolSize: number): Knex => {
    const knex = connectPostgres({ ...{ url, poolSize, role }, ...DATABASE_LIMITS });
    closers.add('database connections', () => knex.destroy());
    return knex;
  };
  const knex = connect(config.database.poolSize);
  return { url, role, knex, inboxKnex: connect(INBOX_POOL_SIZE), folder: embedded?.dataDir ?? null };
}

async function chooseRole(
  url: string,
  role: string,
  logger: Logger,
  prepare: (url: string) => Promise<unknown>,
): Promise<string | null> {
  const knex = connectPostgres({ url, poolSize: 1, ...DATABASE_LIMITS });
  try {
    await knex.raw('select 1').catch(explainUnusable);
    await prepare(url);
    const state = await stateOfRole(knex, role);
    if (state === 'not_a_member') {
      logger.warn(`the database user may not take the role ${role}: as an administrator, grant ${role} to it`);
    }
    return state === 'usable' ? role : null;
  } finally {
    await knex.destroy();
  }
}

/** What pg says names the user or the host, never the password. */
function explainUnusable(error: Error & { code?: string }): never {
  const said = `the database cannot be used (${error.code ?? error.name}): ${error.message}`;
  throw asUnavailable(error) instanceof Unavailable ? new TryLater(said) : new ExpectedFailure(said);
}

async function startEmbedded({ dataDir }: Config, logger: Logger, closers: Closers): Promise<LocalPostgres> {
  const kept = new KeptPostgres(path.resolve(dataDir, 'postgres'), logger);
  closers.add('embedded PostgreSQL', () => kept.stop());
  return kept.start();
}
