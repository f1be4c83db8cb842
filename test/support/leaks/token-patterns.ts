import { isWellFormed, type TokenPrefix } from '../../../src/domain/keyvault/key-token.ts';

/** A token of a user's session, a secret of a webhook, or what might be one of the three that are well-formed by their checksum. */
export const TOKEN = /hss_[0-9a-f]{64}|whsec_[0-9A-Za-z+/]{43}=|s[ksg]_live_[0-9A-Za-z]{39}/g;
const BEARER = /\bBearer\s+[\w.~+/-]{16,}/;

/** What looks like a secret, whether or not anybody has made it; null: nothing. */
export function suspectIn(text: string): string | null {
  if (BEARER.test(text)) return 'Authorization header';
  const tokens = text.match(TOKEN) ?? [];
  return tokens.some((token) => /^(hss|whsec)_/.test(token) || isWellFormed(token.slice(0, 8) as TokenPrefix, token))
    ? 'token'
    : null;
}
