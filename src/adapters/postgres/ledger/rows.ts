import { ENTRY_KINDS, type Entry } from '../../../domain/ledger/entry.ts';
import type { Lot, LotKind } from '../../../domain/ledger/lot.ts';
import type { SoldLot } from '../../../domain/ledger/refund-share.ts';
import type { AccountId, ApiCode, ApiKeyId, LotId, ServiceId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';

export type LotRow = {
  id: LotId;
  kind: LotKind;
  granted: bigint;
  remaining: bigint;
  granted_at: Date;
  expires_at: Date;
};

export const toLot = (row: LotRow): Lot => ({
  id: row.id,
  kind: row.kind,
  remaining: points(row.remaining),
  grantedAt: row.granted_at,
  expiresAt: row.expires_at,
});

export const toSoldLot = (row: LotRow): SoldLot => ({ ...toLot(row), granted: points(row.granted) });

export type EntryRow = {
  account_id: AccountId;
  seq: bigint;
  kind: Entry['kind'];
  part: number;
  parts: number;
  change: bigint;
  balance_after: bigint;
  lot_id: LotId;
  cause_id: string;
  at: Date;
  key_id: ApiKeyId | null;
  service_id: ServiceId | null;
  api_code: ApiCode | null;
  quantity: number | null;
  price_version: number | null;
  hash: Buffer;
};

export const toEntry = (row: EntryRow): Entry => ({
  ...{ accountId: row.account_id, seq: row.seq, kind: row.kind, part: row.part, parts: row.parts },
  ...{ change: row.change, lotId: row.lot_id, causeId: row.cause_id, at: row.at },
  counterAccount: ENTRY_KINDS[row.kind].counterAccount,
  balanceBefore: points(row.balance_after - row.change),
  balanceAfter: points(row.balance_after),
  call: toCall(row),
  hash: row.hash.toString('hex'),
});

export function toCall({ key_id, service_id, api_code, quantity, price_version }: EntryRow): Entry['call'] {
  if (key_id === null || service_id === null || api_code === null || quantity === null) return null;
  return { keyId: key_id, serviceId: service_id, apiCode: api_code, quantity, priceVersion: price_version };
}
