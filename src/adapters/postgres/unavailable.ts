import { Unavailable } from '../../domain/shared/faults.ts';

/**
 * SQLSTATE classes and codes that mean "not right now": connection, shutdown, recovery, read-only standby, out of
 * connections, and the time limits for a lock, a statement, a transaction, and one that stands still.
 */
const STATES = /^(08...|57P0[1235]|53300|25006|55P03|57014|25P0[34])$/;
/** Deadlock, serialisation: the database undid one of two transactions that were in each other's way. */
const CONFLICTS = new Set(['40P01', '40001']);
const ERRNOS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const MESSAGES =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|connection error and is not queryable/;

/** A lost or unreachable database becomes `Unavailable`; every other fault goes on as it is. */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = (error as { code?: unknown }).code;
  const lost =
    error.name === 'KnexTimeoutError' ||
    (typeof code === 'string' && (STATES.test(code) || ERRNOS.has(code))) ||
    MESSAGES.test(error.message);
  return lost ? new Unavailable('database', { cause: error }) : error;
}

/** Running the same transaction again is likely to succeed. */
export const isConflict = (error: unknown): boolean =>
  error instanceof Error && CONFLICTS.has((error as { code?: string }).code ?? '');
