import type { IncomingMessage } from 'node:http';
import { v7 } from 'uuid';

const ids = new WeakMap<IncomingMessage, string>();
const SHAPE = /^[\w.:-]{8,128}$/;

/** The caller's `X-Request-Id` if it is harmless, else a new one. It stands in the answer, in problems and in the log. */
export function requestIdOf(req: IncomingMessage): string {
  const known = ids.get(req);
  if (known) return known;
  const given = req.headers['x-request-id'];
  const id = typeof given === 'string' && SHAPE.test(given) ? given : v7();
  ids.set(req, id);
  return id;
}
