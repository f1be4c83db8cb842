import type { AccountId, ConsumptionId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';

/** That a call was undone. The points are on the lines of the journal; here is what its service was told. */
export type Reversal = {
  readonly accountId: AccountId;
  readonly usageId: ConsumptionId;
  readonly points: Points;
  /** Of these, what was written off at once, because its lots had expired. */
  readonly expired: Points;
  /** What the account could spend afterwards. */
  readonly availableAfter: Points;
  /** In the words of the service. */
  readonly reason: string | null;
  readonly at: Date;
};

/** Port. */
export interface Reversals {
  /** Under the account's lock. A second reversal of one call is a fault. */
  add(reversal: Reversal): Promise<void>;
  find(accountId: AccountId, usageId: ConsumptionId): Promise<Reversal | null>;
}
