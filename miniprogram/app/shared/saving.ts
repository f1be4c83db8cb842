import type { Package } from '../api/types';

const pointsPerFen = ({ points, bonus_points: bonus, price_fen: price }: Package): number => (points + bonus) / price;

/** How much cheaper a point is than in the smallest package, in whole percent. */
export function savedPercent(offered: Package, all: readonly Package[]): number {
  const [smallest] = [...all].sort((a, b) => a.price_fen - b.price_fen);
  if (!smallest || smallest.price_fen === 0 || offered.price_fen === 0) return 0;
  return Math.round((1 - pointsPerFen(smallest) / pointsPerFen(offered)) * 100);
}
