import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSigned } from './read-signature.ts';

const bodies = new WeakMap<IncomingMessage, Uint8Array>();
const NOTHING = new Uint8Array();

/** For a body parser's `verify`: keeps the bytes of a signed request, as they are when a content encoding has been undone. */
export function keepRawBody(req: IncomingMessage, _res: ServerResponse, body: Uint8Array): void {
  if (isSigned(req.headers)) bodies.set(req, body);
}

/** What was parsed. A body that nobody reads counts as none, so that it can change nothing. */
export const rawBodyOf = (req: IncomingMessage): Uint8Array => bodies.get(req) ?? NOTHING;
