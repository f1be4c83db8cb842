import type { AccountId, ApiCode, ApiKeyId, ConsumptionId, LotId, OrderId, ServiceId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { Draw, InsufficientPoints } from './consumption.ts';
import type { Entry } from './entry.ts';
import type { Lot, LotKind } from './lot.ts';

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
  readonly points: Points;
  readonly at: Date;
};

export type RecordedConsumption = NewConsumption & { readonly availableAfter: Points };

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
  /** Every entry of the account, oldest first. */
  listEntries(accountId: AccountId): Promise<Entry[]>;
  /** When each of these keys last paid for a call. */
  lastUseOf(accountId: AccountId, keyIds: readonly ApiKeyId[]): Promise<Map<ApiKeyId, Date>>;
}
