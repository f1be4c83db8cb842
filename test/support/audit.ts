import type { Knex } from 'knex';
import { findNegativeMeters } from '../../src/adapters/postgres/keyvault/find-negative-meters.ts';
import { PostgresBooksAudit } from '../../src/adapters/postgres/ledger/postgres-books-audit.ts';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import { type Verification, type VerifyOptions, verifyLedger } from '../../src/application/ledger/verify-ledger.ts';

type Options = Partial<VerifyOptions> & { readonly entriesAtOnce?: bigint };

/** What `ledger verify` finds in this database. */
export function verifyBooks(knex: Knex, options: Options = {}): Promise<Verification> {
  const { entriesAtOnce, ...wanted } = options;
  const books = new PostgresBooksAudit(knex, entriesAtOnce === undefined ? {} : { entriesAtOnce });
  const audit = {
    batches: books.batches.bind(books),
    negativeMeters: (of: Parameters<typeof findNegativeMeters>[1]) => findNegativeMeters(knex, of),
    seals: books.seals.bind(books),
    rewrittenSpans: books.rewrittenSpans.bind(books),
  };
  return verifyLedger({ audit, secrets: nodeSecrets })({ accountId: null, seals: false, keptDigest: null, ...wanted });
}

/** On a connection of its own that no trigger stops: what somebody with all rights over the database can do. */
export async function asIntruder<T>(knex: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return knex.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    return work(trx);
  });
}
