import type { Knex } from 'knex';
import { type Head, NO_ENTRIES } from '../../../domain/ledger/deed.ts';
import type { AccountId } from '../../../domain/shared/ids.ts';
import { type Points, points } from '../../../domain/shared/points.ts';
import { firstRow, rowsOf } from '../rows.ts';

type HeadRow = {
  readonly last_seq: bigint;
  readonly balance: bigint;
  readonly last_at: Date | null;
  readonly hash: Buffer;
};

export async function headOf(db: Knex, accountId: AccountId): Promise<Head> {
  const sql = 'select last_seq, balance, last_at, hash from ledger.accounts where id = ?';
  const row = await firstRow<HeadRow>(db, sql, [accountId]);
  if (!row) return NO_ENTRIES;
  return { seq: row.last_seq, balanceAfter: points(row.balance), hash: row.hash.toString('hex'), at: row.last_at };
}

/** The rule is `availableAt` in src/domain/ledger. */
export async function availableAt(db: Knex, accountId: AccountId, instant: Date): Promise<Points> {
  const row = await firstRow<{ available: bigint }>(
    db,
    `select coalesce(sum(entry.change), 0)::bigint as available
     from ledger.entries entry
     join ledger.lots lot on lot.account_id = entry.account_id and lot.id = entry.lot_id and lot.expires_at > ?
     where entry.account_id = ? and entry.seq <= (select ledger.seq_at(?, ?))`,
    [instant, accountId, accountId, instant],
  );
  return points((row as { available: bigint }).available);
}

/** By what the lots' own rows say: of a lot that is open it may be more than is left, and never less. */
export async function listExpired(
  db: Knex,
  now: Date,
  { after, limit }: { readonly after: AccountId | null; readonly limit: number },
): Promise<AccountId[]> {
  const rows = await rowsOf<{ account_id: AccountId }>(
    db,
    `select distinct account_id from ledger.lots
     where remaining > 0 and expires_at <= ? and (?::uuid is null or account_id > ?::uuid)
     order by account_id limit ?`,
    [now, after, after, limit],
  );
  return rows.map(({ account_id }) => account_id);
}
