import { chargeBatchSql } from '../../src/adapters/postgres/usage/charge-batch.sql.ts';

/** The batch without one of the things that it guarantees. */
export type Variant = {
  /** What it leaves out, in words. */
  readonly without: string;
  readonly sql: string;
  /** Said once on its connection. */
  readonly session?: string;
};

const CHAIN = /ledger\.chain\([\s\S]*?\) as new_hash/;

/** None of them keeps books that balance: they are there to be timed. */
export const WHOLE: Variant = { without: 'nothing', sql: chargeBatchSql };
export const VARIANTS: readonly Variant[] = [
  { without: 'the hash chain', sql: replaced(CHAIN, 'hash as new_hash') },
  {
    without: 'budgets, rate limits and the counters of keys',
    sql: replaced('where used.fits and used.last_of_key', 'where false and used.fits and used.last_of_key'),
  },
  {
    without: "the account's lock, taken before anything is read",
    sql: replaced('perform 1 from ledger.accounts\n  where', 'perform 1 from ledger.accounts\n  where false and'),
  },
  {
    without: 'the line of the journal, unique by its call and by its number',
    sql: replaced('from judged where fits\n', 'from judged where false and fits\n'),
  },
  { without: 'the flush to the disk', sql: chargeBatchSql, session: 'set synchronous_commit = off' },
];

/** @throws where the text has changed so that the variant would be the whole */
function replaced(part: string | RegExp, by: string): string {
  const sql = chargeBatchSql.replace(part, by);
  if (sql === chargeBatchSql) throw new Error(`usage.charge_batch has no ${part}`);
  return sql;
}
