import { crc32 } from '../shared/crc32.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 192 random bits in base 62. */
const BODY_LENGTH = 33;
const CHECKSUM_LENGTH = 6;
export const TOKEN_RANDOM_BYTES = 24;
/** What comes after the prefix, as secret scanners look for it. */
export const TOKEN_TAIL_PATTERN = `[0-9A-Za-z]{${BODY_LENGTH + CHECKSUM_LENGTH}}`;

const SHAPE = new RegExp(`^${TOKEN_TAIL_PATTERN}$`);

/**
 * `sk_live_`: a customer's API key. `ss_live_`: a backend service of ours. `sg_live_`: what such a service signs with. The
 * prefix lets secret scanners find them.
 */
export const TOKEN_PREFIXES = ['sk_live_', 'ss_live_', 'sg_live_'] as const;
export type TokenPrefix = (typeof TOKEN_PREFIXES)[number];
export type TokenFlaw = 'wrong_prefix' | 'wrong_length' | 'wrong_character' | 'wrong_checksum';

/** `<prefix><33 random characters><6 characters of checksum>`; `random` holds TOKEN_RANDOM_BYTES bytes. */
export function formatToken(prefix: TokenPrefix, random: Uint8Array): string {
  if (random.length !== TOKEN_RANDOM_BYTES) throw new RangeError(`need ${TOKEN_RANDOM_BYTES} random bytes`);
  const value = random.reduce((all, byte) => all * 256n + BigInt(byte), 0n);
  const body = prefix + toBase62(value, BODY_LENGTH);
  return body + checksum(body);
}

/** What is wrong with the form of a text, null if nothing is. Costs no query: what is mistyped or cut off is refused on sight. */
export function flawOf(prefix: TokenPrefix, token: string): TokenFlaw | null {
  if (!token.startsWith(prefix)) return 'wrong_prefix';
  if (token.length !== prefix.length + BODY_LENGTH + CHECKSUM_LENGTH) return 'wrong_length';
  // The checksum reads the low byte of a character only, so other characters must not reach it.
  if (!SHAPE.test(token.slice(prefix.length))) return 'wrong_character';
  const body = token.slice(0, -CHECKSUM_LENGTH);
  return token.slice(-CHECKSUM_LENGTH) === checksum(body) ? null : 'wrong_checksum';
}

/** Was this text made by `formatToken`? */
export const isWellFormed = (prefix: TokenPrefix, token: string): boolean => flawOf(prefix, token) === null;

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
