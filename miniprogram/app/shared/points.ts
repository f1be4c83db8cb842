import { separated } from './money';

/** 1200 → `1,200` */
export const points = (count: number): string => separated(count);

/** `+600`, `-5`: what a line of the statement has moved. */
export const signedPoints = (count: number): string => (count > 0 ? `+${separated(count)}` : separated(count));

/** `4,000积分 + 赠200积分` */
export const pointsWithBonus = (count: number, bonus: number): string =>
  bonus > 0 ? `${points(count)}积分 + 赠${points(bonus)}积分` : `${points(count)}积分`;
