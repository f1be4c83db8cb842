import type { Knex } from 'knex';
import type { PostedDeed, StatementFilter, StatementPage } from '../../../domain/ledger/statement.ts';
import type { AccountId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';
import { type Binding, rowsOf } from '../rows.ts';
import { type EntryRow, toCall } from './rows.ts';

/**
 * The last line of each deed stands for all of it, which stand together. Instants are turned into numbers of entries first, so
 * that a page reads what it shows and, where a filter leaves lines out, what lies between.
 */
export async function listDeeds(
  db: Knex,
  accountId: AccountId,
  filter: StatementFilter,
  { before, limit }: StatementPage,
): Promise<PostedDeed[]> {
  const wanted: readonly (readonly [condition: string, ...bindings: Binding[]])[] = [
    ['last.account_id = ? and last.part = last.parts', accountId],
    ...(before === null ? [] : [['last.seq < ?', before] as const]),
    ...(filter.from === null
      ? []
      : [['last.seq > (select ledger.seq_at(?, ?))', accountId, msBefore(filter.from)] as const]),
    ...(filter.to === null
      ? []
      : [['last.seq <= (select ledger.seq_at(?, ?))', accountId, msBefore(filter.to)] as const]),
    ...(filter.kind === null ? [] : [['last.kind = ?::ledger.entry_kind', filter.kind] as const]),
    ...(filter.apiCode === null ? [] : [['last.api_code = ?', filter.apiCode] as const]),
    ...(filter.keyId === null ? [] : [['last.key_id = ?', filter.keyId] as const]),
  ];
  const rows = await rowsOf<EntryRow & { readonly moved: bigint }>(
    db,
    `select last.*, case when last.parts = 1 then last.change else (
       select sum(line.change) from ledger.entries line
       where line.account_id = last.account_id and line.seq between last.seq - last.parts + 1 and last.seq
     ) end as moved
     from ledger.entries last
     where ${wanted.map(([condition]) => condition).join(' and ')}
     order by last.seq desc limit ?`,
    [...wanted.flatMap(([, ...bindings]) => bindings), limit],
  );
  return rows.map((row) => ({
    ...{ seq: row.seq, kind: row.kind, change: row.moved, at: row.at, causeId: row.cause_id },
    balanceAfter: points(row.balance_after),
    call: toCall(row),
  }));
}

/** Entries have times of whole milliseconds: what is not before an instant comes after this. */
const msBefore = (instant: Date): Date => new Date(instant.getTime() - 1);
