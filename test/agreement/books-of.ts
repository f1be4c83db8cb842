import type { Knex } from 'knex';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import type { PointsLedger } from '../../src/domain/ledger/points-ledger.ts';
import type { AccountId } from '../../src/domain/shared/ids.ts';

export const booksOf = async (ledger: PointsLedger, account: AccountId) => ({
  lots: (await ledger.listLots(account)).sort((a, b) => (a.id < b.id ? -1 : 1)),
  entries: await ledger.listEntries(account),
});

/** The head of the journal: a column pair in PostgreSQL, the last entry in the rule. */
export async function headOf(source: Knex | PointsLedger, account: AccountId) {
  if ('listEntries' in source) {
    const last = (await source.listEntries(account)).at(-1);
    return { last_seq: last?.seq ?? 0n, balance: last?.balanceAfter ?? 0n };
  }
  const sql = 'select last_seq, balance from ledger.accounts where id = ?';
  return (await rowsOf(source, sql, [account]))[0];
}

class Undo extends Error {}

/** Nothing of it stays, so that one database serves all runs. */
export async function undone(knex: Knex, work: (trx: Knex.Transaction) => Promise<void>): Promise<void> {
  const done = knex.transaction(async (trx) => {
    await work(trx);
    throw new Undo();
  });
  await done.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
}
