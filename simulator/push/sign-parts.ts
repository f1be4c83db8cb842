import { createHash } from 'node:crypto';

/** `signature` over token, timestamp and nonce; `msg_signature` over these and the cipher text. */
export const signParts = (...parts: readonly string[]): string =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
