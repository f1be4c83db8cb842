import { addDays } from '../shared/beijing-time.ts';
import type { Draw } from './consumption.ts';
import { compareDrawOrder, isSpendable, type Lot } from './lot.ts';

/** What is written off at `now`, the breakage: all that expired lots still hold, in draw order. */
export const expiredDraws = (lots: readonly Lot[], now: Date): Draw[] =>
  lots
    .filter((lot) => lot.remaining > 0n && lot.expiresAt <= now)
    .sort(compareDrawOrder)
    .map(({ id, remaining }) => ({ lotId: id, points: remaining }));

/** How many days ahead a user may look for points that expire. */
export const EXPIRING_DAYS = { usual: 30, longest: 366 } as const;

/** What will have expired in `days` days, unless it is spent before, in the order in which it would be. */
export const expiringWithin = (lots: readonly Lot[], days: number, now: Date): Lot[] => {
  const until = addDays(now, days);
  return lots.filter((lot) => isSpendable(lot, now) && lot.expiresAt <= until).sort(compareDrawOrder);
};
