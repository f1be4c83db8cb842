import type { Brand } from '../../shared/brand.ts';

/** A fee, signed: a whole number of thousandths of a fen. Bills give fees in yuan with five digits, `0.05940`. */
export type MilliFen = Brand<number, 'MilliFen'>;

export function milliFen(value: number): MilliFen {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a fee in thousandths of a fen: ${value}`);
  return value as MilliFen;
}

/** In whole fen, a half away from zero: as the provider moves it. */
export const roundedFen = (fee: MilliFen): number => Math.sign(fee) * Math.floor((Math.abs(fee) + 500) / 1_000);

/** `5940` as `0.05940`, as the bill has it. */
export function feeAsYuan(fee: MilliFen): string {
  const digits = String(Math.abs(fee)).padStart(6, '0');
  return `${fee < 0 ? '-' : ''}${digits.slice(0, -5)}.${digits.slice(-5)}`;
}
