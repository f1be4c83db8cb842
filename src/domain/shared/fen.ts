import type { Brand } from './brand.ts';

/** Money: a whole number of fen (分, CNY 0.01), never negative. Yuan exist only on screens and in WeChat's bills. */
export type Fen = Brand<number, 'Fen'>;

export function fen(value: number): Fen {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not an amount in fen: ${value}`);
  return value as Fen;
}
