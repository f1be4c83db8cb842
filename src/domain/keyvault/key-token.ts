import { crc32 } from '../shared/crc32.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 192 random bits in base 62. */
const BODY_LENGTH = 33;
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(`^[0-9A-Za-z]{${BODY_LENGTH + CHECKSUM_LENGTH}}$`);
export const TOKEN_RANDOM_BYTES = 24;

/**
 * `sk_live_`: a customer's API key. `ss_live_`: a backend service of ours. `sg_live_`: what such a service signs with. The
 * prefix lets secret scanners find them.
 */
export type TokenPrefix = 'sk_live_' | 'ss_live_' | 'sg_live_';

/** `<prefix><33 random characters><6 characters of checksum>`; `random` holds TOKEN_RANDOM_BYTES bytes. */
export function formatToken(prefix: TokenPrefix, random: Uint8Array): string {
  if (random.length !== TOKEN_RANDOM_BYTES) throw new RangeError(`need ${TOKEN_RANDOM_BYTES} random bytes`);
  const value = random.reduce((all, byte) => all * 256n + BigInt(byte), 0n);
  const body = prefix + toBase62(value, BODY_LENGTH);
  return body + checksum(body);
}

/** Was this text made by `formatToken`? Costs no query: what is mistyped or cut off is refused on sight. */
export function isWellFormed(prefix: TokenPrefix, token: string): boolean {
  if (!token.startsWith(prefix)) return false;
  // The checksum reads the low byte of a character only, so other characters must not reach it.
  if (!SHAPE.test(token.slice(prefix.length))) return false;
  const body = token.slice(0, -CHECKSUM_LENGTH);
  return token.slice(-CHECKSUM_LENGTH) === checksum(body);
}

/** What may be shown of a token afterwards, to tell one from another: `sk_live_aB3d…9xYz`. */
export const hintOf = (prefix: TokenPrefix, token: string): string =>
  `${token.slice(0, prefix.length + 4)}…${token.slice(-4)}`;

/** With numbers: it is made for every request, and 32 bits fit. */
function checksum(text: string): string {
  let digits = '';
  for (let rest = crc32(text); digits.length < CHECKSUM_LENGTH; rest = Math.floor(rest / 62))
    digits = DIGITS[rest % 62] + digits;
  return digits;
}

function toBase62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = (DIGITS[Number(rest % 62n)] as string) + text;
  return text.padStart(length, '0');
}
