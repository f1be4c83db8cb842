import { expect } from 'chai';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { firstRow } from '../../src/adapters/postgres/rows.ts';
import { type AccountId, accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { asIntruder } from '../support/audit.ts';
import { aGrant } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';

describe('ledger.seq_at', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  /** One entry at each of these times. */
  const anAccountWithEntriesAt = async (times: readonly number[]): Promise<AccountId> => {
    const account = accountOf(newId<UserId>());
    await database.uow.run(async ({ ledger }) => {
      for (const ms of times) await ledger.grant(aGrant(account, { at: msAfter(NOON, ms) }));
    });
    return account;
  };
  const seqAt = async (account: AccountId, ms: number): Promise<bigint> => {
    const row = await firstRow<{ seq: bigint }>(database.knex, 'select ledger.seq_at(?, ?) as seq', [
      ...[account, msAfter(NOON, ms)],
    ]);
    return (row as { seq: bigint }).seq;
  };
  const lastUpTo = (times: readonly number[], ms: number): bigint => BigInt(times.filter((at) => at <= ms).length);

  it('is the number of the last entry up to an instant, for any history and any instant', async () => {
    await anAccountWithEntriesAt([1, 3, 5]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 12 }), async (unsorted) => {
        const times = unsorted.sort((a, b) => a - b);
        const account = await anAccountWithEntriesAt(times);
        for (let ms = -1; ms <= 13; ms++) expect(await seqAt(account, ms)).to.equal(lastUpTo(times, ms));
      }),
      { numRuns: 40 },
    );
  });

  it('is 0 for an account without entries', async () => {
    expect(await seqAt(accountOf(newId<UserId>()), 0)).to.equal(0n);
  });

  it('leaves out nothing and adds nothing where entries are missing', async () => {
    const times = [0, 1, 1, 2, 3, 5, 8, 9];
    for (const gone of [[4n], [1n, 2n], [3n, 4n, 5n, 6n]]) {
      const account = await anAccountWithEntriesAt(times);
      await asIntruder(database.knex, (trx) => remove(trx, account, gone));
      for (let ms = -1; ms <= 10; ms++) {
        const left = times.filter((at, nth) => at <= ms && !gone.includes(BigInt(nth + 1)));
        expect(await countUpTo(account, ms), `${gone}, ${ms} ms`).to.equal(BigInt(left.length));
      }
    }
  });

  const remove = (trx: Knex.Transaction, account: AccountId, seqs: readonly bigint[]) =>
    trx('ledger.entries')
      .where({ account_id: account })
      .whereIn('seq', seqs as never)
      .delete();
  const countUpTo = async (account: AccountId, ms: number): Promise<bigint> => {
    const sql = 'select count(*) as n from ledger.entries where account_id = ? and seq <= ledger.seq_at(?, ?)';
    return ((await firstRow<{ n: bigint }>(database.knex, sql, [account, account, msAfter(NOON, ms)])) as { n: bigint })
      .n;
  };
});
