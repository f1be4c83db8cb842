import type { CodeBatch } from '../../../domain/catalog/code-batch.ts';
import type { Redemption, RedemptionCode } from '../../../domain/catalog/redemption.ts';
import type { AdjustmentId, CodeBatchId, UserId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';
import { toValidity, type ValidityJson } from '../validity-json.ts';

export type BatchRow = {
  id: CodeBatchId;
  name: string;
  codes: number;
  points: bigint;
  validity: ValidityJson;
  ends_at: Date;
  per_person: number | null;
  reason: string;
  made_by: string;
  request_key: string | null;
  made_at: Date;
};

export const toBatch = (row: BatchRow): CodeBatch => ({
  ...{ id: row.id, name: row.name, codes: row.codes, points: points(row.points) },
  ...{ validity: toValidity(row.validity), endsAt: row.ends_at, perPerson: row.per_person },
  ...{ reason: row.reason, madeBy: row.made_by, requestKey: row.request_key, madeAt: row.made_at },
});

export const batchColumns = (batch: CodeBatch) => ({
  ...{ id: batch.id, name: batch.name, codes: batch.codes, points: batch.points },
  ...{ validity: batch.validity, ends_at: batch.endsAt, per_person: batch.perPerson },
  ...{ reason: batch.reason, made_by: batch.madeBy, request_key: batch.requestKey, made_at: batch.madeAt },
});

export type CodeRow = {
  batch_id: CodeBatchId;
  no: number;
  voided_at: Date | null;
  redeemed_at: Date | null;
  redeemed_by: UserId | null;
  adjustment_id: AdjustmentId | null;
  points_expire_at: Date | null;
};

export const toCode = (row: CodeRow): RedemptionCode => ({
  ...{ batchId: row.batch_id, no: row.no, voidedAt: row.voided_at, redemption: toRedemption(row) },
});

/** The table's check says that all of it is there, or nothing. */
const toRedemption = (row: CodeRow): Redemption | null =>
  row.redeemed_at && {
    ...{ userId: row.redeemed_by as UserId, at: row.redeemed_at },
    ...{ adjustmentId: row.adjustment_id as AdjustmentId, pointsExpireAt: row.points_expire_at as Date },
  };
