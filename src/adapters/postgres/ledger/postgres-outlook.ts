import type { Knex } from 'knex';
import type { ExpiringPoints } from '../../../domain/ledger/points-ledger.ts';
import type { AccountId } from '../../../domain/shared/ids.ts';
import { type Points, points } from '../../../domain/shared/points.ts';
import { rowsOf } from '../rows.ts';

export async function listRemaining(
  db: Knex,
  accountIds: readonly AccountId[],
  now: Date,
): Promise<ReadonlyMap<AccountId, Points>> {
  const rows = await rowsOf<{ account_id: AccountId; points: bigint }>(
    db,
    `select account_id, sum(points)::bigint as points from (
       select account_id, remaining as points from ledger.lots_now
       where account_id = any(?::uuid[]) and remaining > 0 and expires_at > ?
       union all
       select account_id, points from ledger.holds where account_id = any(?::uuid[]) and state = 'open'
     ) as parts group by account_id`,
    [accountIds as never, now, accountIds as never],
  );
  return new Map(rows.map((row) => [row.account_id, points(row.points)]));
}

export async function listExpiring(
  db: Knex,
  accountIds: readonly AccountId[],
  { now, until }: { readonly now: Date; readonly until: Date },
): Promise<ExpiringPoints[]> {
  const rows = await rowsOf<{ account_id: AccountId; points: bigint; expires_at: Date }>(
    db,
    `select account_id, expires_at, sum(remaining)::bigint as points from ledger.lots_now
     where account_id = any(?::uuid[]) and remaining > 0 and expires_at > ? and expires_at <= ?
     group by account_id, expires_at order by expires_at, account_id`,
    [accountIds as never, now, until],
  );
  return rows.map((row) => ({ accountId: row.account_id, points: points(row.points), expiresAt: row.expires_at }));
}
