import type { AccountId, LotId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';

/** The system's own side of every movement. `held` are points that are frozen, `refunded` those that a refund took back. */
export type CounterAccount = 'issuance' | 'consumed' | 'held' | 'refunded';

/**
 * One posting: `change` moves between the counter account and the user's, so that it sums to zero by itself. Rows are
 * never changed or removed. `seq` counts the entries of one account from 1 without a gap.
 */
export type Entry = {
  readonly accountId: AccountId;
  readonly seq: bigint;
  readonly kind: 'grant' | 'consume' | 'freeze' | 'release' | 'claw_back';
  readonly counterAccount: CounterAccount;
  /** Signed: what the user's account gains. */
  readonly change: bigint;
  readonly balanceBefore: Points;
  readonly balanceAfter: Points;
  readonly lotId: LotId;
  /** The order, the consumption or the refund that caused it. */
  readonly causeId: string;
  readonly at: Date;
};
