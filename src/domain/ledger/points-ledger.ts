import type {
  AccountId,
  ApiCode,
  ApiKeyId,
  ConsumptionId,
  LotId,
  OrderId,
  RefundId,
  ServiceId,
} from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { Draw, InsufficientPoints } from './consumption.ts';
import type { Entry } from './entry.ts';
import type { Freeze, NewFreeze } from './freeze.ts';
import type { Lot, LotKind } from './lot.ts';
import type { SoldLot } from './refund-share.ts';

export type NewLot = {
  readonly id: LotId;
  readonly kind: LotKind;
  readonly points: Points;
  readonly expiresAt: Date;
};

/** What an order gives: its paid lot and, if there is one, its bonus lot. */
export type Grant = {
  readonly accountId: AccountId;
  readonly orderId: OrderId;
  readonly lots: readonly NewLot[];
  readonly at: Date;
};

/** A call that is to be paid with points. */
export type NewConsumption = {
  readonly id: ConsumptionId;
  readonly accountId: AccountId;
  /** The caller's word for this one call, unique per account for ever. */
  readonly idempotencyKey: string;
  /** Digest of what was asked under this key: the same key with another question is a mistake of the caller. */
  readonly fingerprint: string;
  readonly keyId: ApiKeyId;
  readonly serviceId: ServiceId;
  readonly apiCode: ApiCode;
  readonly quantity: number;
  /** Of the API's price that was charged. */
  readonly priceVersion: number;
  readonly points: Points;
  readonly at: Date;
};

export type RecordedConsumption = Omit<NewConsumption, 'priceVersion'> & {
  /** Null: taken before prices had versions. */
  readonly priceVersion: number | null;
  readonly availableAfter: Points;
};

export type ConsumeOutcome =
  | { readonly kind: 'consumed'; readonly draws: readonly Draw[]; readonly availableAfter: Points }
  | InsufficientPoints;

/** Port. The ledger as the application needs it. */
export interface PointsLedger {
  /** Opens the account if need be. An order grants once: a second grant for it is a fault. */
  grant(grant: Grant): Promise<void>;
  /** Opens the account if need be. Until the transaction ends, nobody else moves its points. To be called before `consume`. */
  lock(accountId: AccountId): Promise<void>;
  consume(consumption: NewConsumption): Promise<ConsumeOutcome>;
  findConsumption(accountId: AccountId, idempotencyKey: string): Promise<RecordedConsumption | null>;
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
  /** Every entry of the account, oldest first. */
  listEntries(accountId: AccountId): Promise<Entry[]>;
  /** When each of these keys last paid for a call. */
  lastUseOf(accountId: AccountId, keyIds: readonly ApiKeyId[]): Promise<Map<ApiKeyId, Date>>;
}
