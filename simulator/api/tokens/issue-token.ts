import { randomDigits, randomText } from '../../crypto/random-text.ts';
import type { AccessToken } from '../api-state.ts';

const tokenLifeMs = 7200 * 1000;

/** How long a replaced token goes on working, and how long before its end a stable one is replaced. */
export const overlapMs = 5 * 60 * 1000;

export const newAccessToken = (appid: string, source: AccessToken['source'], nowMs: number): AccessToken => ({
  token: `${randomDigits(2)}_${randomText(134)}`,
  appid,
  source,
  expiresAtMs: nowMs + tokenLifeMs,
  revoked: false,
});

export const isAlive = ({ revoked, expiresAtMs }: AccessToken, nowMs: number): boolean =>
  !revoked && nowMs < expiresAtMs;

export const tokenAnswer = ({ token, expiresAtMs }: AccessToken, nowMs: number) => ({
  access_token: token,
  expires_in: Math.floor((expiresAtMs - nowMs) / 1000),
});
