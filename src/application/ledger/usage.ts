import type { KeyRefusal } from '../../domain/keyvault/key-policy.ts';
import type { IpAddress } from '../../domain/keyvault/network.ts';
import type { ServiceRefusal } from '../../domain/keyvault/service.ts';
import type { InsufficientPoints } from '../../domain/ledger/consumption.ts';
import type { ApiCode, ConsumptionId, SigningSecretId } from '../../domain/shared/ids.ts';
import type { Points } from '../../domain/shared/points.ts';

/** A backend service, as it presents itself. */
export type Caller = {
  readonly token: string;
  /** The other end of the connection. */
  readonly peer: IpAddress | null;
  /** The secret whose signature of this request was found right. */
  readonly signedWith: SigningSecretId | null;
};

/** A call that somebody makes with an API key, as a backend service reports it before serving it. */
export type Usage = {
  readonly caller: Caller;
  readonly keyToken: string;
  readonly apiCode: ApiCode;
  /** How many calls of that API, at least 1. */
  readonly quantity: number;
  /** The service's word for this one call: printable ASCII, unique per service and account for ever. */
  readonly idempotencyKey: string;
  /** Of who makes the call. Null: the service does not say. */
  readonly clientIp: IpAddress | null;
};

export type UsageRefusal =
  | { readonly code: 'key_malformed' | 'key_unknown' }
  | KeyRefusal
  | { readonly code: 'insufficient_points'; readonly requested: Points; readonly available: Points };

export const asRefusal = ({ kind: code, requested, available }: InsufficientPoints): UsageRefusal => ({
  ...{ code, requested, available },
});

/** Points that a call has taken. */
export type TakenPoints = {
  readonly usageId: ConsumptionId;
  readonly points: Points;
  /** What the account could spend after it. */
  readonly pointsLeft: Points;
  /** Of the lot that paid last. */
  readonly pointsExpireAt: Date;
  readonly at: Date;
};

export type UsageOutcome =
  | ({ readonly kind: 'allowed'; readonly replayed: boolean } & TakenPoints)
  /** A regular answer: the call must not be served. */
  | { readonly kind: 'refused'; readonly refusal: UsageRefusal }
  /** The service may not ask this. */
  | { readonly kind: 'not_admitted'; readonly refusal: ServiceRefusal }
  /** The service asked wrongly. */
  | { readonly kind: 'unknown_api' }
  | { readonly kind: 'idempotency_conflict' };

/**
 * Verifies the key and takes the points, all or nothing and once per idempotency key; durable before it answers. A call that
 * was allowed once is answered alike again even if the key has been disabled since: the points were taken. A refusal uses
 * up nothing and is not remembered.
 */
export type ChargeUsage = (usage: Usage) => Promise<UsageOutcome>;
