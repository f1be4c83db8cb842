import type { AccountId, AdjustmentId, ConsumptionId, LotId, OrderId, RefundId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { Adjustment } from './adjustment.ts';
import type { Draw } from './consumption.ts';
import type { Deed, Head } from './deed.ts';
import type { CallDetails, Entry } from './entry.ts';
import type { Freeze, NewFreeze } from './freeze.ts';
import type { Lot, NewLot } from './lot.ts';
import type { SoldLot } from './refund-share.ts';
import type { PostedDeed, StatementFilter, StatementPage } from './statement.ts';
import type { DailyUsage, UsageFilter } from './usage-summary.ts';

export type { NewLot } from './lot.ts';

/** What an order gives: its paid lot and, if there is one, the bonus lot that belongs to it. */
export type Grant = {
  readonly accountId: AccountId;
  readonly orderId: OrderId;
  readonly lots: readonly NewLot[];
  readonly at: Date;
};

/** A call that was paid with points, as the journal has it. */
export type RecordedCall = {
  readonly id: ConsumptionId;
  readonly accountId: AccountId;
  readonly call: CallDetails;
  readonly draws: readonly Draw[];
  readonly points: Points;
  readonly balanceAfter: Points;
  /** Of the lot that paid last. */
  readonly pointsExpireAt: Date;
  readonly at: Date;
  readonly reversedAt: Date | null;
};

/** What of an account expires at one instant. */
export type ExpiringPoints = { readonly accountId: AccountId; readonly points: Points; readonly expiresAt: Date };

/** Port. The ledger as the application needs it. */
export interface PointsLedger {
  /** Opens the account if need be. An order grants once: a second grant for it is a fault. */
  grant(grant: Grant): Promise<void>;
  /** Opens the account if need be. Until the transaction ends, nobody else moves its points. Before every `post`. */
  lock(accountId: AccountId): Promise<void>;
  /**
   * Writes the lines of a deed, under `lock`, and gives the balance. What the lots do not hold, what is not the account's, and a
   * deed that was posted before are faults.
   */
  post(deed: Deed): Promise<Points>;
  /** A lot that an operator gives, still empty: the deed that fills it follows. */
  addLot(accountId: AccountId, lot: NewLot, at: Date): Promise<void>;
  findCall(accountId: AccountId, id: ConsumptionId): Promise<RecordedCall | null>;
  /** Whose call it is; ids of calls are unique over all accounts. */
  findAccountOfCall(id: ConsumptionId): Promise<AccountId | null>;
  /** Lots with something left, expired ones included. */
  listLots(accountId: AccountId): Promise<Lot[]>;
  /** The lots that this order gave, spent and expired ones included, in draw order. */
  listLotsOf(accountId: AccountId, orderId: OrderId): Promise<SoldLot[]>;
  /**
   * Takes the draws out of the order's lots for as long as the refund is under way. To be called under `lock`, with draws
   * decided under it: a lot that has less, or is not the order's, is a fault, and so is a second freeze for one refund.
   */
  freeze(freeze: NewFreeze): Promise<void>;
  /** Puts frozen points back into their lots. False: this freeze had ended, or never was. Locks the account. */
  release(accountId: AccountId, refundId: RefundId, at: Date): Promise<boolean>;
  /** Makes an end of frozen points, for money that went back. False: this freeze had ended, or never was. Locks the account. */
  burn(accountId: AccountId, refundId: RefundId, at: Date): Promise<boolean>;
  findFreeze(accountId: AccountId, refundId: RefundId): Promise<Freeze | null>;
  /** What refunds under way have taken out of the lots. */
  sumFrozen(accountId: AccountId): Promise<Points>;
  /** What has happened to these lots of the account apart from calls, oldest first. */
  listLotEntries(accountId: AccountId, lotIds: readonly LotId[]): Promise<Entry[]>;
  /** Every entry of the account, oldest first. */
  listEntries(accountId: AccountId): Promise<Entry[]>;

  /** The last line of the account; under `lock`, the one that the next deed follows. */
  headOf(accountId: AccountId): Promise<Head>;
  /** What is on the filtered statement of the account, newest first. */
  listDeeds(accountId: AccountId, filter: StatementFilter, page: StatementPage): Promise<PostedDeed[]>;
  /** What calls have cost, by day in Beijing and API. */
  usageByDay(accountId: AccountId, filter: UsageFilter): Promise<DailyUsage[]>;
  /** What could be spent at that instant. */
  availableAt(accountId: AccountId, instant: Date): Promise<Points>;
  /**
   * Accounts after this one, in the order of their ids, that may hold points which have expired: under `lock` it may turn out
   * that they were spent in time.
   */
  listExpired(now: Date, page: { readonly after: AccountId | null; readonly limit: number }): Promise<AccountId[]>;

  /**
   * What these accounts have left, calls under way aside: what may be spent, and what is held for them. Accounts with nothing left
   * are not in it.
   */
  listRemaining(accountIds: readonly AccountId[], now: Date): Promise<ReadonlyMap<AccountId, Points>>;
  /** What of these accounts expires after `now`, up to `until`. */
  listExpiring(
    accountIds: readonly AccountId[],
    span: { readonly now: Date; readonly until: Date },
  ): Promise<ExpiringPoints[]>;

  /** Notes who gave or took points and why; the deed of the same cause follows. One key is one adjustment of an account. */
  addAdjustment(adjustment: Adjustment): Promise<void>;
  findAdjustment(accountId: AccountId, requestKey: string): Promise<Adjustment | null>;
  listAdjustments(accountId: AccountId, ids: readonly AdjustmentId[]): Promise<Adjustment[]>;
}
