import type { Brand } from '../shared/brand.ts';

/** Sixteen characters without dashes, in capitals: what is hashed. */
export type CodeText = Brand<string, 'CodeText'>;

/** Crockford's: without I, L, O and U, which are mistaken for 1 and 0, or make words. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_LENGTH = 15;
/** 75 of 80 random bits are used: a million codes are as good as never hit by guessing. */
export const CODE_RANDOM_BYTES = 10;

/** Five bits each of the first fifteen, and one character that tells a mistyped code from an unknown one. */
export function codeFrom(random: Uint8Array): CodeText {
  let bits = random.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  const values: number[] = [];
  for (let nth = 0; nth < RANDOM_LENGTH; nth++, bits >>= 5n) values.push(Number(bits & 31n));
  return [...values, checkOf(values)].map((value) => ALPHABET[value]).join('') as CodeText;
}

/** `7K2M-9QXA-4TBV-PD3W`, as it is printed. */
export const printedCode = (code: CodeText): string => (code.match(/.{4}/g) as string[]).join('-');

/** As people type it: small or capital, with dashes, blanks or neither, O for 0, I or L for 1. Null: no code, or a mistyped one. */
export function readCode(text: string): CodeText | null {
  const code = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  const values = [...code].map((character) => ALPHABET.indexOf(character));
  if (values.length !== RANDOM_LENGTH + 1 || values.includes(-1)) return null;
  return checkOf(values.slice(0, RANDOM_LENGTH)) === values[RANDOM_LENGTH] ? (code as CodeText) : null;
}

/** Odd factors have an inverse modulo 32, so that no other character in the place of one gives the same. */
const checkOf = (values: readonly number[]): number =>
  values.reduce((sum, value, index) => sum + (2 * index + 1) * value, 0) % ALPHABET.length;
