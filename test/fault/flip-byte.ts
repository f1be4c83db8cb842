import type { Dice } from './dice.ts';

/** How the columns of the journal are stored, as far as a byte of them can be flipped. */
const WIDTHS = { seq: 8, change: 8, balance_after: 8, part: 2, parts: 2, quantity: 4, price_version: 4 } as const;
const KINDS = ['grant', 'consume', 'reverse', 'hold', 'release', 'freeze', 'claw_back', 'expire', 'credit', 'debit'];
/** Milliseconds take up to six bytes before they leave the calendar of JavaScript. */
const BYTES_OF_TIME = 6;

/** The same value with one byte of it changed, as this column stores it; null: it has none. */
export function withByteFlipped(column: string, value: unknown, dice: Dice): unknown {
  if (value === null) return null;
  if (column in WIDTHS) return flipInteger(BigInt(value as bigint), WIDTHS[column as keyof typeof WIDTHS], dice);
  if (column === 'kind') return dice.pick(KINDS.filter((kind) => kind !== value));
  if (value instanceof Date) return new Date(Number(flipInteger(BigInt(value.getTime()), BYTES_OF_TIME, dice)));
  if (value instanceof Buffer) return flipBytes(value, dice);
  const text = String(value);
  if (/^[0-9a-f-]{36}$/.test(text))
    return flipBytes(Buffer.from(text.replaceAll('-', ''), 'hex'), dice).toString('hex');
  return flipCharacter(text, dice);
}

function flipInteger(value: bigint, width: number, dice: Dice): bigint {
  const byte = BigInt(dice.between(1, 255)) << BigInt(8 * dice.between(0, width - 1));
  return BigInt.asIntN(8 * width, value ^ byte);
}

function flipBytes(bytes: Buffer, dice: Dice): Buffer {
  const flipped = Buffer.from(bytes);
  const at = dice.between(0, flipped.length - 1);
  flipped[at] = (flipped[at] as number) ^ dice.between(1, 255);
  return flipped;
}

/** To another printable one: what is not text, the database does not take. */
function flipCharacter(text: string, dice: Dice): string {
  const at = dice.between(0, text.length - 1);
  const other = dice.pick([...'abcxyz0189.-_'].filter((char) => char !== text[at]));
  return text.slice(0, at) + other + text.slice(at + 1);
}
