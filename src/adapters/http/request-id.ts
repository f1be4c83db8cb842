import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const ids = new WeakMap<IncomingMessage, string>();
const SHAPE = /^[\w.:-]{8,128}$/;

/**
 * The caller's `X-Request-Id` if it is harmless, else a new one. It stands in the answer, in problems and in the log.
 *
 * `randomUUID` fetches the randomness of 128 ids at once; to fetch it for each id was an eighth of what a charge cost here.
 */
export function requestIdOf(req: IncomingMessage): string {
  const known = ids.get(req);
  if (known) return known;
  const given = req.headers['x-request-id'];
  const id = typeof given === 'string' && SHAPE.test(given) ? given : randomUUID();
  ids.set(req, id);
  return id;
}

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/;
const NO_TRACE = '0'.repeat(32);

/** The trace that the caller says the request is part of (W3C `traceparent`), as log lines have it. */
export function traceOf({ headers }: IncomingMessage): { readonly trace_id?: string } {
  const { traceparent } = headers;
  const id = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent)?.[1] : undefined;
  return id && id !== NO_TRACE ? { trace_id: id } : {};
}
