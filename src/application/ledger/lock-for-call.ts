import type { ApiPrice } from '../../domain/catalog/api-price.ts';
import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import type { KeyMeter } from '../../domain/keyvault/key-meter.ts';
import { type KeyRefusal, refuseKeyUse } from '../../domain/keyvault/key-policy.ts';
import { isWellFormed } from '../../domain/keyvault/key-token.ts';
import type { CallDetails } from '../../domain/ledger/entry.ts';
import { type AccountId, accountOf, type ServiceId } from '../../domain/shared/ids.ts';
import { type Points, times } from '../../domain/shared/points.ts';
import type { Secrets } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import type { Usage } from './usage.ts';

type Needed = Pick<Stores, 'apiKeys' | 'soldApis' | 'ledger' | 'clock'>;
export type AskedCall = Pick<Usage, 'keyToken' | 'apiCode' | 'quantity' | 'clientIp'>;

/** A call whose key and price are known, with the account of its owner locked. */
export type LockedCall = {
  readonly kind: 'locked';
  readonly asked: AskedCall;
  readonly key: ApiKey;
  readonly accountId: AccountId;
  readonly price: ApiPrice;
  /** Asked after the lock. */
  readonly now: Date;
};
export type UnknownCall =
  | { readonly kind: 'refused'; readonly refusal: { readonly code: 'key_malformed' | 'key_unknown' } }
  | { readonly kind: 'unknown_api' };

/** What comes first wherever a key pays: the form of the key, known key, known API. */
export async function lockForCall(
  stores: Needed,
  secrets: Secrets,
  asked: AskedCall,
): Promise<LockedCall | UnknownCall> {
  if (!isWellFormed('sk_live_', asked.keyToken)) return { kind: 'refused', refusal: { code: 'key_malformed' } };
  const key = await lockAccountOf(stores, secrets.digest(asked.keyToken));
  if (!key) return { kind: 'refused', refusal: { code: 'key_unknown' } };
  const now = await stores.clock.now();
  const api = await stores.soldApis.find(asked.apiCode, now);
  if (!api) return { kind: 'unknown_api' };
  return { kind: 'locked', asked, key, accountId: accountOf(key.userId), price: api.price, now };
}

/** The key as it is once nobody else can move the account's points: it may have been disabled while we waited. */
async function lockAccountOf({ apiKeys, ledger }: Needed, digest: string): Promise<ApiKey | null> {
  const before = await apiKeys.findByDigest(digest);
  if (!before) return null;
  await ledger.lock(accountOf(before.userId));
  return apiKeys.findByDigest(digest);
}

export const costOf = ({ price, asked }: Pick<LockedCall, 'price' | 'asked'>): Points =>
  times(price.pointsPerCall, asked.quantity);

export const detailsOf = ({ asked, key, price }: LockedCall, serviceId: ServiceId): CallDetails => ({
  ...{ keyId: key.id, serviceId, apiCode: asked.apiCode, quantity: asked.quantity },
  priceVersion: price.version,
});

type Judged =
  | { readonly kind: 'fit'; readonly meter: KeyMeter }
  | { readonly kind: 'refused'; readonly refusal: KeyRefusal };

/** What comes next: the rules of the key. The meter is for writing down what the call uses. */
export async function judgeKey({ apiKeys }: Needed, call: LockedCall, points: Points): Promise<Judged> {
  const { key, now } = call;
  const { apiCode, quantity, clientIp } = call.asked;
  const meter = await apiKeys.meterOf(key);
  const refusal = refuseKeyUse(key, meter, { apiCode, quantity, points, clientIp, now });
  return refusal ? { kind: 'refused', refusal } : { kind: 'fit', meter };
}
