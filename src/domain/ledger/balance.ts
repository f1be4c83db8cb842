import { type Points, sum } from '../shared/points.ts';
import { compareDrawOrder, isSpendable, type Lot } from './lot.ts';

/** Of what the lots hold: points that a refund has frozen are in none of them, and so not in here. */
export type Balance = {
  /** What may be spent now. Expired points never count, even before they are written off. */
  readonly available: Points;
  /** The points that expire first, if there are any. */
  readonly nextExpiry: { readonly points: Points; readonly expiresAt: Date } | null;
};

export const availablePoints = (lots: readonly Lot[], now: Date): Points =>
  sum(lots.filter((lot) => isSpendable(lot, now)).map((lot) => lot.remaining));

export function readBalanceOf(lots: readonly Lot[], now: Date): Balance {
  const spendable = lots.filter((lot) => isSpendable(lot, now)).sort(compareDrawOrder);
  const first = spendable[0];
  if (!first) return { available: sum([]), nextExpiry: null };
  const expiring = spendable.filter((lot) => lot.expiresAt.getTime() === first.expiresAt.getTime());
  return {
    available: sum(spendable.map((lot) => lot.remaining)),
    nextExpiry: { points: sum(expiring.map((lot) => lot.remaining)), expiresAt: first.expiresAt },
  };
}
