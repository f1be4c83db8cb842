import type { Draw } from './consumption.ts';
import { compareDrawOrder, type Lot } from './lot.ts';

/** What is written off at `now`, the breakage: all that expired lots still hold, in draw order. */
export const expiredDraws = (lots: readonly Lot[], now: Date): Draw[] =>
  lots
    .filter((lot) => lot.remaining > 0n && lot.expiresAt <= now)
    .sort(compareDrawOrder)
    .map(({ id, remaining }) => ({ lotId: id, points: remaining }));
