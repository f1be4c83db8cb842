import knexModule, { type Knex } from 'knex';
import pg from 'pg';
import { roleOption } from './application-role.ts';

export type PostgresSettings = {
  readonly url: string;
  readonly poolSize: number;
  /** How long a caller waits for a connection before it is told that the database is unavailable. */
  readonly acquireTimeoutMs: number;
  readonly statementTimeoutMs: number;
  /** How long a statement waits for somebody else's lock. */
  readonly lockTimeoutMs: number;
  /** How long a transaction may stand still, its process hung or frozen, before it loses its locks. Otherwise 60 s. */
  readonly idleTransactionTimeoutMs?: number;
  /** Runs as this role. Null: as whoever connects. */
  readonly role?: string | null;
};

/** int8 and the numeric of `sum(int8)` are whole numbers here: bigint, once and everywhere, never a float. */
const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC) return BigInt;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

export function connectPostgres(settings: PostgresSettings): Knex {
  return knexModule({
    client: 'pg',
    connection: {
      connectionString: settings.url,
      application_name: 'hot-seahorse',
      connectionTimeoutMillis: settings.acquireTimeoutMs,
      keepAlive: true,
      statement_timeout: settings.statementTimeoutMs,
      lock_timeout: settings.lockTimeoutMs,
      idle_in_transaction_session_timeout: settings.idleTransactionTimeoutMs ?? 60_000,
      types: typeParsers,
      ...roleOption(settings.role),
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: settings.poolSize, acquireTimeoutMillis: settings.acquireTimeoutMs },
    acquireConnectionTimeout: settings.acquireTimeoutMs,
    // What fails is thrown; knex would write it past the log, to the console.
    log: { warn() {}, error() {}, deprecate() {}, debug() {} },
  });
}
