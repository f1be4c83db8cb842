import type { Draw } from '../../../domain/ledger/consumption.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { Lot, LotKind } from '../../../domain/ledger/lot.ts';
import type { RecordedConsumption } from '../../../domain/ledger/points-ledger.ts';
import type { SoldLot } from '../../../domain/ledger/refund-share.ts';
import type { AccountId, ApiCode, ApiKeyId, ConsumptionId, LotId, ServiceId } from '../../../domain/shared/ids.ts';
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

export type DrawRow = { lot_id: LotId | null; points: bigint; available: bigint };

export const toDraws = (rows: readonly DrawRow[]): Draw[] =>
  rows.flatMap((row) => (row.lot_id ? [{ lotId: row.lot_id, points: points(row.points) }] : []));

export type EntryRow = {
  account_id: AccountId;
  seq: bigint;
  kind: Entry['kind'];
  counter_account: Entry['counterAccount'];
  change: bigint;
  balance_before: bigint;
  balance_after: bigint;
  lot_id: LotId;
  cause_id: string;
  at: Date;
};

export const toEntry = (row: EntryRow): Entry => ({
  accountId: row.account_id,
  seq: row.seq,
  kind: row.kind,
  counterAccount: row.counter_account,
  change: row.change,
  balanceBefore: points(row.balance_before),
  balanceAfter: points(row.balance_after),
  lotId: row.lot_id,
  causeId: row.cause_id,
  at: row.at,
});

export type ConsumptionRow = {
  account_id: AccountId;
  id: ConsumptionId;
  idempotency_key: string;
  fingerprint: string;
  key_id: ApiKeyId;
  service_id: ServiceId;
  api_code: ApiCode;
  quantity: number;
  price_version: number | null;
  points: bigint;
  available_after: bigint;
  at: Date;
};

export const toConsumption = (row: ConsumptionRow): RecordedConsumption => ({
  accountId: row.account_id,
  id: row.id,
  idempotencyKey: row.idempotency_key,
  fingerprint: row.fingerprint,
  keyId: row.key_id,
  serviceId: row.service_id,
  apiCode: row.api_code,
  quantity: row.quantity,
  priceVersion: row.price_version,
  points: points(row.points),
  availableAfter: points(row.available_after),
  at: row.at,
});

export const fromConsumption = (consumption: RecordedConsumption): ConsumptionRow => ({
  account_id: consumption.accountId,
  id: consumption.id,
  idempotency_key: consumption.idempotencyKey,
  fingerprint: consumption.fingerprint,
  key_id: consumption.keyId,
  service_id: consumption.serviceId,
  api_code: consumption.apiCode,
  quantity: consumption.quantity,
  price_version: consumption.priceVersion,
  points: consumption.points,
  available_after: consumption.availableAfter,
  at: consumption.at,
});
