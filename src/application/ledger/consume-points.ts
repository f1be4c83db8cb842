import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import { type KeyRefusal, refuseKeyUse } from '../../domain/keyvault/key-policy.ts';
import { isWellFormed } from '../../domain/keyvault/key-token.ts';
import type { NewConsumption, RecordedConsumption } from '../../domain/ledger/points-ledger.ts';
import { type ApiCode, accountOf, type ConsumptionId, type ServiceId } from '../../domain/shared/ids.ts';
import { type Points, times } from '../../domain/shared/points.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

type Needed = 'apiKeys' | 'soldApis' | 'ledger' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needed>; readonly ids: IdSource; readonly secrets: Secrets };
/** A call that somebody makes with an API key, as a backend service reports it before serving it. */
export type Usage = {
  readonly keyToken: string;
  readonly apiCode: ApiCode;
  /** How many calls of that API, at least 1. */
  readonly quantity: number;
  readonly idempotencyKey: string;
  readonly serviceId: ServiceId;
};
export type UsageOutcome =
  | { readonly kind: 'allowed'; readonly consumption: RecordedConsumption; readonly replayed: boolean }
  /** A regular answer: the call must not be served. */
  | { readonly kind: 'refused'; readonly code: 'key_malformed' | 'key_unknown' | KeyRefusal }
  | {
      readonly kind: 'refused';
      readonly code: 'insufficient_points';
      readonly requested: Points;
      readonly available: Points;
    }
  /** The service asked wrongly. */
  | { readonly kind: 'unknown_api' }
  | { readonly kind: 'idempotency_conflict' };
export type ConsumePoints = (usage: Usage) => Promise<UsageOutcome>;

/**
 * Verifies the key and takes the points, in one transaction and once per idempotency key. Order of checks: form of the key,
 * known key, known API, paid before, the key's rules, points. A call that was allowed once is answered alike again even if
 * the key has been disabled since: the points were taken. A refusal is not remembered.
 */
export const consumePoints =
  ({ uow, ids, secrets }: Dependencies): ConsumePoints =>
  async (usage) => {
    if (!isWellFormed('sk_live_', usage.keyToken)) return { kind: 'refused', code: 'key_malformed' };
    return uow.run(async (stores) => {
      const key = await lockAccountOf(stores, secrets.digest(usage.keyToken));
      if (!key) return { kind: 'refused', code: 'key_unknown' };
      const now = await stores.clock.now();
      const api = await stores.soldApis.find(usage.apiCode, now);
      if (!api) return { kind: 'unknown_api' };
      const question = [key.id, usage.serviceId, usage.apiCode, usage.quantity];
      const fingerprint = secrets.digest(JSON.stringify(question));
      const earlier = await stores.ledger.findConsumption(accountOf(key.userId), usage.idempotencyKey);
      if (earlier) return answerAgain(earlier, fingerprint);
      const { version: priceVersion, pointsPerCall } = api.price;
      const cost = { priceVersion, points: times(pointsPerCall, usage.quantity) };
      return takePoints(stores, key, { ...usage, ...cost, fingerprint, id: ids.next<ConsumptionId>(), at: now });
    });
  };

/** The key as it is once nobody else can move the account's points: it may have been disabled while we waited. */
async function lockAccountOf({ apiKeys, ledger }: Pick<Stores, Needed>, digest: string): Promise<ApiKey | null> {
  const before = await apiKeys.findByDigest(digest);
  if (!before) return null;
  await ledger.lock(accountOf(before.userId));
  return apiKeys.findByDigest(digest);
}

const answerAgain = (earlier: RecordedConsumption, fingerprint: string): UsageOutcome =>
  earlier.fingerprint === fingerprint
    ? { kind: 'allowed', consumption: earlier, replayed: true }
    : { kind: 'idempotency_conflict' };

type Call = Usage & Pick<NewConsumption, 'id' | 'fingerprint' | 'priceVersion' | 'points' | 'at'>;

async function takePoints({ ledger }: Pick<Stores, Needed>, key: ApiKey, call: Call): Promise<UsageOutcome> {
  const refusal = refuseKeyUse(key, { apiCode: call.apiCode, now: call.at });
  if (refusal) return { kind: 'refused', code: refusal };
  const { id, fingerprint, priceVersion, points, idempotencyKey, serviceId, apiCode, quantity, at } = call;
  const wanted: NewConsumption = {
    ...{ id, fingerprint, priceVersion, points, idempotencyKey, serviceId, apiCode, quantity, at },
    accountId: accountOf(key.userId),
    keyId: key.id,
  };
  const outcome = await ledger.consume(wanted);
  if (outcome.kind === 'insufficient_points') {
    return { kind: 'refused', code: outcome.kind, requested: outcome.requested, available: outcome.available };
  }
  return { kind: 'allowed', consumption: { ...wanted, availableAfter: outcome.availableAfter }, replayed: false };
}
