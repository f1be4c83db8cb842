import type { ApiPrice } from '../../domain/catalog/api-price.ts';
import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import { meterAfterUse } from '../../domain/keyvault/key-meter.ts';
import { refuseKeyUse } from '../../domain/keyvault/key-policy.ts';
import { isWellFormed } from '../../domain/keyvault/key-token.ts';
import type { Service } from '../../domain/keyvault/service.ts';
import { decideConsumption } from '../../domain/ledger/consumption.ts';
import { linesOf } from '../../domain/ledger/deed.ts';
import type { CallDetails } from '../../domain/ledger/entry.ts';
import type { RecordedCall } from '../../domain/ledger/points-ledger.ts';
import { usageIdOf } from '../../domain/ledger/usage-id.ts';
import { type AccountId, accountOf, type ConsumptionId } from '../../domain/shared/ids.ts';
import { times } from '../../domain/shared/points.ts';
import { admitWithin } from '../keyvault/admit-service.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import type { ChargeUsage, Usage, UsageOutcome } from './usage.ts';
import { writeOffExpired } from './write-off-expired.ts';

export type ChargeNeeds = 'services' | 'apiKeys' | 'soldApis' | 'ledger' | 'clock';
type ChargeStores = Pick<Stores, ChargeNeeds>;
type Dependencies = { readonly uow: UnitOfWork<ChargeNeeds>; readonly ids: IdSource; readonly secrets: Secrets };

/**
 * The rule as it stands, step by step on the stores. What serves requests is its fast equal, `usage.charge_batch` on
 * PostgreSQL; test/agreement compares the two. Order of checks: the service, the form of the key, known key, known API, paid
 * before, the key's rules, points.
 */
export const chargeUsage =
  ({ uow, ids, secrets }: Dependencies): ChargeUsage =>
  (usage) =>
    uow.run(async (stores) => {
      const admission = await admitWithin(stores, secrets, usage.caller, 'usage');
      if (admission.kind === 'not_admitted') return admission;
      if (!isWellFormed('sk_live_', usage.keyToken)) return refused({ code: 'key_malformed' });
      const key = await lockAccountOf(stores, secrets.digest(usage.keyToken));
      if (!key) return refused({ code: 'key_unknown' });
      const now = await stores.clock.now();
      const api = await stores.soldApis.find(usage.apiCode, now);
      if (!api) return { kind: 'unknown_api' };
      const call = toCall(usage, admission.service, key, api.price);
      const accountId = accountOf(key.userId);
      const { idempotencyKey } = usage;
      const id = usageIdOf({ serviceId: call.serviceId, accountId, idempotencyKey }, secrets.sha256);
      const earlier = await stores.ledger.findCall(accountId, id);
      if (earlier) return answerAgain(earlier, call);
      return charge(stores, ids, { usage, key, price: api.price, call, accountId, id, now });
    });

/** The key as it is once nobody else can move the account's points: it may have been disabled while we waited. */
async function lockAccountOf({ apiKeys, ledger }: ChargeStores, digest: string): Promise<ApiKey | null> {
  const before = await apiKeys.findByDigest(digest);
  if (!before) return null;
  await ledger.lock(accountOf(before.userId));
  return apiKeys.findByDigest(digest);
}

const toCall = (usage: Usage, service: Service, key: ApiKey, price: ApiPrice): CallDetails => ({
  ...{ keyId: key.id, serviceId: service.id, apiCode: usage.apiCode, quantity: usage.quantity },
  priceVersion: price.version,
});

/** The same call again, whichever of the account's keys it is made with: a key may have been rotated meanwhile. */
const answerAgain = (earlier: RecordedCall, { apiCode, quantity }: CallDetails): UsageOutcome =>
  earlier.call.apiCode === apiCode && earlier.call.quantity === quantity
    ? { ...taken(earlier), kind: 'allowed', replayed: true }
    : { kind: 'idempotency_conflict' };

type Charge = {
  readonly usage: Usage;
  readonly key: ApiKey;
  readonly price: ApiPrice;
  readonly call: CallDetails;
  readonly accountId: AccountId;
  readonly id: ConsumptionId;
  readonly now: Date;
};

async function charge(stores: ChargeStores, ids: IdSource, of: Charge): Promise<UsageOutcome> {
  const { usage, key, price, call, accountId, id, now } = of;
  const { apiKeys, ledger } = stores;
  const points = times(price.pointsPerCall, usage.quantity);
  const meter = await apiKeys.meterOf(key);
  const { apiCode, quantity, clientIp } = usage;
  const refusal = refuseKeyUse(key, meter, { apiCode, quantity, points, clientIp, now });
  if (refusal) return refused(refusal);
  const lots = await writeOffExpired(ledger, ids, accountId, now);
  const decision = decideConsumption(lots, points, now);
  if (decision.kind === 'insufficient_points') {
    return refused({ code: decision.kind, requested: decision.requested, available: decision.available });
  }
  await ledger.post({ accountId, causeId: id, lines: linesOf('consume', decision.draws), call, at: now });
  await apiKeys.saveMeter(key, meterAfterUse(meter, key, { calls: quantity, points, now }));
  return { ...taken((await ledger.findCall(accountId, id)) as RecordedCall), kind: 'allowed', replayed: false };
}

const refused = (refusal: Extract<UsageOutcome, { kind: 'refused' }>['refusal']): UsageOutcome => ({
  kind: 'refused',
  refusal,
});

const taken = ({ id, points, balanceAfter, pointsExpireAt, at }: RecordedCall) => ({
  ...{ usageId: id, points, pointsLeft: balanceAfter, pointsExpireAt, at },
});
