import type { Knex } from 'knex';
import type { Deed } from '../../../domain/ledger/deed.ts';
import type { AccountId } from '../../../domain/shared/ids.ts';
import { type Points, points } from '../../../domain/shared/points.ts';
import { type Binding, firstRow, rowsOf } from '../rows.ts';

export async function lockAccount(db: Knex, accountId: AccountId): Promise<void> {
  await rowsOf(db, 'select ledger.lock_account(?)', [accountId]);
}

/** Gives the balance. */
export async function postDeed(db: Knex, { accountId, causeId, lines, call, at }: Deed): Promise<Points> {
  const columns = [lines.map(({ kind }) => kind), lines.map(({ lotId }) => lotId), lines.map((line) => line.points)];
  const details = [call?.keyId, call?.serviceId, call?.apiCode, call?.quantity, call?.priceVersion];
  const row = await firstRow<{ balance: bigint }>(
    db,
    'select ledger.post_deed(?, ?, ?, ?::ledger.entry_kind[], ?::uuid[], ?::bigint[], ?, ?, ?, ?, ?) as balance',
    [accountId, causeId, at, ...columns, ...details.map((detail) => detail ?? null)] as Binding[],
  );
  return points((row as { balance: bigint }).balance);
}
