import { Unavailable } from '../../domain/shared/faults.ts';

/** SQLSTATE classes and codes that mean "no database right now": connection, shutdown, recovery, out of connections. */
const STATES = /^(08...|57P0[123]|53300|25006)$/;
const ERRNOS = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
const MESSAGES =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|connection error and is not queryable/;

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
