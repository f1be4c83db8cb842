import type { LotId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';

export type LotKind = 'paid' | 'bonus';

/** Points granted together, with one expiry. */
export type Lot = {
  readonly id: LotId;
  readonly kind: LotKind;
  readonly remaining: Points;
  readonly grantedAt: Date;
  /** The first instant at which they no longer count. */
  readonly expiresAt: Date;
};

/** What a lot is granted as. */
export type NewLot = {
  readonly id: LotId;
  readonly kind: LotKind;
  readonly points: Points;
  readonly expiresAt: Date;
};

export const isSpendable = (lot: Lot, now: Date): boolean => lot.remaining > 0n && lot.expiresAt > now;

/**
 * The order in which lots pay, total so that every implementation draws alike: soonest to expire, then bonus before paid
 * (what was paid for can be refunded, so it is kept longest), then oldest, then id.
 */
export function compareDrawOrder(a: Lot, b: Lot): number {
  return (
    a.expiresAt.getTime() - b.expiresAt.getTime() ||
    rank(a) - rank(b) ||
    a.grantedAt.getTime() - b.grantedAt.getTime() ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

const rank = (lot: Lot): number => (lot.kind === 'bonus' ? 0 : 1);
