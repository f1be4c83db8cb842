import type { Secrets } from '../shared/random.ts';

const TOKEN_BYTES = 32;
const SHAPE = /^hss_[0-9a-f]{64}$/;

export const newSessionToken = (secrets: Secrets): string =>
  `hss_${Array.from(secrets.random(TOKEN_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

/** What does not look like a session token costs no query. */
export const looksLikeSessionToken = (text: string): boolean => SHAPE.test(text);
