import { meterAfterReturn } from '../../domain/keyvault/key-meter.ts';
import type { ApiKeys } from '../../domain/keyvault/key-stores.ts';
import type { ApiKeyId } from '../../domain/shared/ids.ts';
import type { Points } from '../../domain/shared/points.ts';

type Returned = { readonly keyId: ApiKeyId; readonly points: Points; readonly usedAt: Date; readonly now: Date };

/** Points that came back leave the budgets of the key that took them, under the account's lock. A key that is gone has none. */
export async function returnToKey(apiKeys: ApiKeys, { keyId, points, usedAt, now }: Returned): Promise<void> {
  const key = await apiKeys.find(keyId);
  if (!key || points === 0n) return;
  await apiKeys.saveMeter(key, meterAfterReturn(await apiKeys.meterOf(key), points, usedAt, now));
}
