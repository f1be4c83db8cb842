import { createHash, timingSafeEqual } from 'node:crypto';

const maxSkewSeconds = 300;

/** 消息推送: SHA-1 over the parts in order of their characters, which the token makes a secret. */
export const signatureOf = (...parts: readonly string[]): Buffer =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest();

export function isSignedBy(signature: string, ...parts: readonly string[]): boolean {
  const right = signatureOf(...parts);
  const given = /^[0-9a-f]{40}$/.test(signature) ? Buffer.from(signature, 'hex') : Buffer.alloc(right.length);
  return timingSafeEqual(right, given);
}

/** Seconds since the epoch, within five minutes of `now`: older ones may have been overheard. */
export const isFresh = (timestamp: string, now: Date): boolean =>
  /^\d{1,12}$/.test(timestamp) && Math.abs(Math.floor(now.getTime() / 1000) - Number(timestamp)) <= maxSkewSeconds;
