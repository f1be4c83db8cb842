import type { LotId } from '../shared/ids.ts';
import { type Points, sum } from '../shared/points.ts';
import { compareDrawOrder, isSpendable, type Lot } from './lot.ts';

/** What of a lot goes to another account, where it expires as it would have here. */
export type Portion = { readonly lotId: LotId; readonly points: Points; readonly expiresAt: Date };

export type Transfer = { readonly points: Points; readonly portions: readonly Portion[] };

/** Everything that may be spent, in the order in which calls would take it. */
export function wholeTransfer(lots: readonly Lot[], now: Date): Transfer {
  const portions = lots
    .filter((lot) => isSpendable(lot, now))
    .sort(compareDrawOrder)
    .map(({ id, remaining, expiresAt }) => ({ lotId: id, points: remaining, expiresAt }));
  return { points: sum(portions.map(({ points }) => points)), portions };
}
