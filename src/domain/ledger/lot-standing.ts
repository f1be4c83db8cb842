import { noPoints, type Points, points } from '../shared/points.ts';
import type { Entry, EntryKind } from './entry.ts';
import { isSpendable } from './lot.ts';
import type { SoldLot } from './refund-share.ts';

/** Where the points of a lot are; together they are what it was granted. */
export type LotStanding = {
  readonly lot: SoldLot;
  /** By calls, those under way included. */
  readonly spent: Points;
  /** By refunds under way. */
  readonly frozen: Points;
  /** For money that went back. */
  readonly takenBack: Points;
  /** By an operator, or into the account of somebody who turned out to be the same person. */
  readonly debited: Points;
  readonly expired: Points;
  /** Can be spent now. */
  readonly left: Points;
};

/** `entries` are all lines on the lot that belong to no call. */
export function standingOfLot(lot: SoldLot, entries: readonly Entry[], now: Date): LotStanding {
  const own = entries.filter(({ lotId }) => lotId === lot.id);
  const lost = (...kinds: EntryKind[]): Points =>
    points(own.filter(({ kind }) => kinds.includes(kind)).reduce((total, { change }) => total - change, 0n));
  const [frozen, takenBack, debited] = [lost('freeze', 'release'), lost('claw_back'), lost('debit')];
  const writtenOff = lost('expire');
  const left = isSpendable(lot, now) ? lot.remaining : noPoints;
  const spent = points(lot.granted - lot.remaining - frozen - takenBack - debited - writtenOff);
  return { lot, spent, frozen, takenBack, debited, expired: points(writtenOff + lot.remaining - left), left };
}
