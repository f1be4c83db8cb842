import type { Brand } from './brand.ts';

/** A whole number of API points, never negative. */
export type Points = Brand<bigint, 'Points'>;

export function points(value: bigint): Points {
  if (value < 0n) throw new RangeError(`points must not be negative: ${value}`);
  return value as Points;
}

export const noPoints = points(0n);
/** The most that a lot may hold: JSON carries no larger whole number exactly. */
export const MOST_POINTS = points(9_007_199_254_740_991n);
export const plus = (a: Points, b: Points): Points => points(a + b);
export const minus = (a: Points, b: Points): Points => points(a - b);
export const min = (a: Points, b: Points): Points => (a < b ? a : b);
export const times = (a: Points, count: number): Points => points(a * BigInt(count));
export const sum = (all: readonly Points[]): Points => all.reduce(plus, noPoints);
