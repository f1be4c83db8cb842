import { concatBytes, hexOf, uuidBytes } from '../shared/bytes.ts';
import type { AccountId, ConsumptionId, HoldId, ServiceId } from '../shared/ids.ts';
import type { Sha256 } from '../shared/sha256.ts';

type Named = { readonly serviceId: ServiceId; readonly accountId: AccountId; readonly idempotencyKey: string };

/**
 * One id for one call, however often it is reported: the first 16 bytes of SHA-256 over service, account and the key that the
 * service chose. The unique index on it is what makes a call count once. `usageIdSql` is the same in SQL.
 */
export const usageIdOf = ({ serviceId, accountId, idempotencyKey }: Named, sha256: Sha256): ConsumptionId =>
  uuidOf(sha256(concatBytes([uuidBytes(serviceId), uuidBytes(accountId), utf8Bytes(idempotencyKey)]))) as ConsumptionId;

/** The same for a hold. A hold and a call may be named alike, and are two things. */
export const holdIdOf = (named: Named, sha256: Sha256): HoldId =>
  usageIdOf({ ...named, idempotencyKey: `hold ${named.idempotencyKey}` }, sha256) as string as HoldId;

function uuidOf(digest: Uint8Array): string {
  const hex = hexOf(digest.subarray(0, 16));
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Idempotency keys are printable ASCII without spaces, so that no call is ever named like a hold. */
const utf8Bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
