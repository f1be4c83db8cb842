import type { Knex } from 'knex';
import type { RecordedCall } from '../../../domain/ledger/points-ledger.ts';
import type { AccountId, ConsumptionId } from '../../../domain/shared/ids.ts';
import { points, sum } from '../../../domain/shared/points.ts';
import { rowsOf } from '../rows.ts';
import { type EntryRow, toEntry } from './rows.ts';

type Row = EntryRow & { readonly expires_at: Date; readonly reversed_at: Date | null };

/** A call from its lines in the journal. */
export async function findCall(db: Knex, accountId: AccountId, id: ConsumptionId): Promise<RecordedCall | null> {
  const rows = await rowsOf<Row>(
    db,
    `select entry.*, lot.expires_at, reversal.at as reversed_at
     from ledger.entries entry
     join ledger.lots lot on lot.account_id = entry.account_id and lot.id = entry.lot_id
     left join ledger.entries reversal
       on reversal.cause_id = entry.cause_id and reversal.account_id = entry.account_id
       and reversal.kind = 'reverse' and reversal.part = 1
     where entry.cause_id = ? and entry.account_id = ? and entry.kind = 'consume'
     order by entry.part`,
    [id, accountId],
  );
  const [first, last] = [rows[0], rows.at(-1)];
  const call = first && toEntry(first).call;
  if (!call || !last) return null;
  const draws = rows.map((row) => ({ lotId: row.lot_id, points: points(-row.change) }));
  return {
    ...{ id, accountId, call, draws, at: last.at, reversedAt: last.reversed_at },
    points: sum(draws.map((draw) => draw.points)),
    balanceAfter: points(last.balance_after),
    pointsExpireAt: last.expires_at,
  };
}
