import type { Knex } from 'knex';
import type { Adjustment } from '../../../domain/ledger/adjustment.ts';
import type { AccountId, AdjustmentId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';
import { rowsOf } from '../rows.ts';

type Row = {
  readonly account_id: AccountId;
  readonly id: AdjustmentId;
  readonly kind: Adjustment['correction']['kind'];
  readonly points: bigint;
  readonly reason: string;
  readonly operator: string;
  readonly request_key: string | null;
  readonly expires_at: Date | null;
  readonly at: Date;
};

export async function addAdjustment(db: Knex, added: Adjustment): Promise<void> {
  const { id, accountId, correction, reason, operator, requestKey, at } = added;
  await db('ledger.adjustments').insert({
    ...{ id, account_id: accountId, kind: correction.kind, points: correction.points },
    ...{ reason, operator, request_key: requestKey, at },
    expires_at: correction.kind === 'credit' ? correction.expiresAt : null,
  });
}

export async function findAdjustment(db: Knex, accountId: AccountId, key: string): Promise<Adjustment | null> {
  const sql = 'select * from ledger.adjustments where account_id = ? and request_key = ?';
  return (await rowsOf<Row>(db, sql, [accountId, key])).map(toAdjustment)[0] ?? null;
}

export async function listAdjustments(
  db: Knex,
  accountId: AccountId,
  ids: readonly AdjustmentId[],
): Promise<Adjustment[]> {
  if (ids.length === 0) return [];
  const sql = 'select * from ledger.adjustments where account_id = ? and id = any (?)';
  return (await rowsOf<Row>(db, sql, [accountId, ids as never])).map(toAdjustment);
}

function toAdjustment(row: Row): Adjustment {
  const given = points(row.points);
  return {
    ...{ id: row.id, accountId: row.account_id, reason: row.reason, operator: row.operator },
    ...{ requestKey: row.request_key, at: row.at },
    correction: row.expires_at
      ? { kind: 'credit', points: given, expiresAt: row.expires_at }
      : { kind: 'debit', points: given },
  };
}
