import { PostgresUnitOfWork } from '../../adapters/postgres/postgres-unit-of-work.ts';
import { nodeSecrets, uuidV7Source } from '../../adapters/system/random.ts';
import { Closers } from '../system/closers.ts';
import type { Config } from '../system/config.ts';
import { createLogger } from '../system/logger.ts';
import { type OpenDatabase, openDatabase } from '../system/open-database.ts';
import { loadConfig } from './load-config.ts';

export type Tools = OpenDatabase & {
  readonly config: Config;
  readonly uow: PostgresUnitOfWork;
  readonly ids: typeof uuidV7Source;
  readonly secrets: typeof nodeSecrets;
};

/** For commands that need the database and nothing else. They join the embedded one if a server is running on it. */
export async function withDatabase<T>(work: (tools: Tools) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const logger = createLogger(config, 'warn');
  const closers = new Closers((part, error) => logger.warn({ err: error, part }, 'part did not close'));
  try {
    const database = await openDatabase(config, logger, closers);
    return await work({
      ...database,
      config,
      uow: new PostgresUnitOfWork(database.knex),
      ids: uuidV7Source,
      secrets: nodeSecrets,
    });
  } finally {
    await closers.close();
  }
}
