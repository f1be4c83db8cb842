import { price, separated } from '../../../miniprogram/app/shared/money.ts';

export type UnitPrice =
  | { readonly kind: 'points_per_yuan'; readonly text: string }
  | { readonly kind: 'yuan_per_point'; readonly text: string };

/** What a point costs, told the way round that has a number above one. Null: nothing is paid, or nothing is got. */
export function unitPrice(amountFen: number, credits: number): UnitPrice | null {
  if (amountFen <= 0 || credits <= 0) return null;
  if (credits * 100 < amountFen) {
    return { kind: 'yuan_per_point', text: price(roundedRatio(amountFen, credits)) };
  }
  const tenths = roundedRatio(credits * 1_000, amountFen);
  const rest = tenths % 10;
  return { kind: 'points_per_yuan', text: `${separated((tenths - rest) / 10)}${rest === 0 ? '' : `.${rest}`}` };
}

/** Of whole numbers, half up. */
const roundedRatio = (a: number, b: number): number => Math.floor((2 * a + b) / (2 * b));
