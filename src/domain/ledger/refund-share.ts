import { type Fen, fen } from '../shared/fen.ts';
import { min, minus, noPoints, type Points, points, sum } from '../shared/points.ts';
import { availablePoints } from './balance.ts';
import type { Draw } from './consumption.ts';
import { isSpendable, type Lot } from './lot.ts';

/** A lot of an order, as it was sold and as it stands. */
export type SoldLot = Lot & { readonly granted: Points };

/** What an order brought in. `refundedFen`: what of it has gone back, and what is under way. */
export type Sale = { readonly paidFen: Fen; readonly refundedFen: Fen };

export type FreezeDecision =
  | { readonly kind: 'covered'; readonly draws: readonly Draw[] }
  | { readonly kind: 'not_refundable'; readonly refundableFen: Fen };

/**
 * What can be paid back of an order whose lots, all of them, these are. Every point stands for the same share of the money,
 * paid or bonus, so that spent bonus points cost as much of it as paid ones; expired points are worth nothing.
 */
export function refundableFen(lots: readonly SoldLot[], { paidFen, refundedFen }: Sale, now: Date): Fen {
  const left = fen(paidFen - refundedFen);
  const sold = grantedPoints(lots);
  if (sold === noPoints) return fen(0);
  const share = (availablePoints(lots, now) * BigInt(paidFen)) / sold;
  return fen(Math.min(left, Number(share)));
}

/**
 * Which points a refund of `refundFen` takes from the lots of its order: at least their share, and all that are unspent
 * when it pays back all that can be paid back, so that no crumbs stay. Bonus draws come first.
 */
export function pointsToFreeze(lots: readonly SoldLot[], refundFen: Fen, sale: Sale, now: Date): FreezeDecision {
  const refundable = refundableFen(lots, sale, now);
  if (refundFen === 0 || refundFen > refundable) return { kind: 'not_refundable', refundableFen: refundable };
  const wanted = refundFen === refundable ? availablePoints(lots, now) : shareOf(refundFen, sale, lots);
  return { kind: 'covered', draws: drawProRata(lots, wanted, now) };
}

/**
 * What is taken for a refund that was made elsewhere, where nobody asked whether the points are still there: its share, or all
 * that is left. `missing` is what of the share is spent or expired. The share is what it adds to that of the refunds
 * before (`sale.refundedFen`: here only what has gone back for good), so that parts of all the money stand for all points
 * and for none more.
 */
export function pointsToTakeBack(
  lots: readonly SoldLot[],
  refundFen: Fen,
  sale: Sale,
  now: Date,
): { readonly draws: readonly Draw[]; readonly missing: Points } {
  const share = minus(shareOf(fen(sale.refundedFen + refundFen), sale, lots), shareOf(sale.refundedFen, sale, lots));
  const taken = min(share, availablePoints(lots, now));
  return { draws: drawProRata(lots, taken, now), missing: minus(share, taken) };
}

const grantedPoints = (lots: readonly SoldLot[]): Points => sum(lots.map((lot) => lot.granted));

/** Rounded up: the money that goes back is never worth more than the points that are taken for it. */
function shareOf(refundFen: Fen, { paidFen }: Sale, lots: readonly SoldLot[]): Points {
  const paid = BigInt(paidFen);
  return points((BigInt(refundFen) * grantedPoints(lots) + paid - 1n) / paid);
}

/** What all lots up to one give together is rounded down, so that none gives more than it has and the last gives the rest. */
function drawProRata(lots: readonly SoldLot[], wanted: Points, now: Date): Draw[] {
  const spendable = lots.filter((lot) => isSpendable(lot, now));
  const bonusFirst = [...spendable.filter(isBonus), ...spendable.filter((lot) => !isBonus(lot))];
  const unspent = availablePoints(lots, now);
  let passed = 0n;
  const draws = bonusFirst.map(({ id, remaining }) => {
    const before = (wanted * passed) / unspent;
    passed += remaining;
    return { lotId: id, points: points((wanted * passed) / unspent - before) };
  });
  return draws.filter((draw) => draw.points > 0n);
}

const isBonus = (lot: Lot): boolean => lot.kind === 'bonus';
