import { type Closing, isWaived } from '../../domain/identity/closing.ts';
import { isSpendable, type Lot } from '../../domain/ledger/lot.ts';
import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import { type Points, sum } from '../../domain/shared/points.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type PointsLeft = {
  readonly paid: Points;
  readonly bonus: Points;
  /** Set aside for calls under way. */
  readonly held: Points;
  /** Taken out for refunds under way. */
  readonly frozen: Points;
  /** Of the paid ones, those that the user has not given up. */
  readonly unwaived: Points;
};

/** What is lost with the account; what has expired is lost already. */
export async function readPointsLeft(
  { ledger, holds }: Pick<Stores, 'ledger' | 'holds'>,
  userId: UserId,
  closing: Closing | null,
  now: Date,
): Promise<PointsLeft> {
  const account = accountOf(userId);
  const lots = (await ledger.listLots(account)).filter((lot) => isSpendable(lot, now));
  const paid = lots.filter(({ kind }) => kind === 'paid');
  const total = (some: readonly Lot[]): Points => sum(some.map(({ remaining }) => remaining));
  return {
    paid: total(paid),
    bonus: total(lots.filter(({ kind }) => kind === 'bonus')),
    held: await holds.sumOpen(account),
    frozen: await ledger.sumFrozen(account),
    unwaived: total(paid.filter(({ grantedAt }) => !isWaived(closing, grantedAt))),
  };
}
