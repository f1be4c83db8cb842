import type { ApiPrice } from '../../domain/catalog/api-price.ts';
import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import { type KeyMeter, meterAt } from '../../domain/keyvault/key-meter.ts';
import { type GateVerdict, judgeKeyUse } from '../../domain/keyvault/key-policy.ts';
import { isWellFormed } from '../../domain/keyvault/key-token.ts';
import { type ConsumptionDecision, decideConsumption } from '../../domain/ledger/consumption.ts';
import type { Lot } from '../../domain/ledger/lot.ts';
import { type ApiCode, accountOf } from '../../domain/shared/ids.ts';
import { noPoints, type Points, times } from '../../domain/shared/points.ts';
import type { Secrets } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import type { Usage } from './usage.ts';

export type JudgeNeeds = 'apiKeys' | 'soldApis' | 'ledger' | 'clock';
/** A call that somebody might make; without an API, whatever does not depend on one. */
export type PossibleCall = Pick<Usage, 'keyToken' | 'quantity' | 'clientIp'> & { readonly apiCode: ApiCode | null };

export type Judgement =
  | { readonly kind: 'unknown_key'; readonly code: 'key_malformed' | 'key_unknown' }
  | { readonly kind: 'unknown_api' }
  | {
      readonly kind: 'judged';
      readonly key: ApiKey;
      /** Read at `now`. */
      readonly meter: KeyMeter;
      readonly price: ApiPrice | null;
      readonly points: Points;
      readonly lots: readonly Lot[];
      readonly verdicts: readonly GateVerdict[];
      readonly consumption: ConsumptionDecision;
      readonly now: Date;
    };

/** What `chargeUsage` would say of this call, by the same rules and in the same order, without taking or locking anything. */
export async function judgeCall(
  stores: Pick<Stores, JudgeNeeds>,
  secrets: Secrets,
  { keyToken, ...call }: PossibleCall,
): Promise<Judgement> {
  if (!isWellFormed('sk_live_', keyToken)) return { kind: 'unknown_key', code: 'key_malformed' };
  return judgeWith(stores, await stores.apiKeys.findByDigest(secrets.digest(keyToken)), call);
}

/** The same of a key that is known by other means than its token. */
export async function judgeWith(
  { apiKeys, soldApis, ledger, clock }: Pick<Stores, JudgeNeeds>,
  key: ApiKey | null,
  { apiCode, quantity, clientIp }: Omit<PossibleCall, 'keyToken'>,
): Promise<Judgement> {
  if (!key) return { kind: 'unknown_key', code: 'key_unknown' };
  const now = await clock.now();
  const price = apiCode === null ? null : ((await soldApis.find(apiCode, now))?.price ?? null);
  if (apiCode !== null && !price) return { kind: 'unknown_api' };
  const points = price ? times(price.pointsPerCall, quantity) : noPoints;
  const stored = await apiKeys.meterOf(key);
  const use = { apiCode: apiCode ?? ('' as ApiCode), quantity, points, clientIp, now };
  const verdicts = judgeKeyUse(key, stored, use).filter(({ gate }) => apiCode !== null || gate !== 'scope');
  const lots = await ledger.listLots(accountOf(key.userId));
  const consumption = decideConsumption(lots, points, now);
  return { kind: 'judged', key, meter: meterAt(stored, key, now), price, points, lots, verdicts, consumption, now };
}
