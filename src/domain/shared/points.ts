import type { Brand } from './brand.ts';

/** A whole number of API points, never negative. */
export type Points = Brand<bigint, 'Points'>;

export function points(value: bigint): Points {
  if (value < 0n) throw new RangeError(`points must not be negative: ${value}`);
  return value as Points;
}

export const noPoints = points(0n);
export const plus = (a: Points, b: Points): Points => points(a + b);
export const minus = (a: Points, b: Points): Points => points(a - b);
export const min = (a: Points, b: Points): Points => (a < b ? a : b);
export const times = (a: Points, count: number): Points => points(a * BigInt(count));
export const sum = (all: readonly Points[]): Points => all.reduce(plus, noPoints);
