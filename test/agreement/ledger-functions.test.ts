import { expect } from 'chai';
import fc from 'fast-check';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { installed } from './installed.ts';
import { ledgerAgreement, type Tally } from './ledger-functions.ts';
import { LEDGER_MISTAKES } from './planted-ledger-mistakes.ts';
import { planted } from './planted-mistakes.ts';

const SEED = 42;

describe('The functions of the ledger and the rules', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase(1);
  });
  after(() => database.drop());

  it('move the same points, write the same chained lines, open and close the same lots, and refuse alike', async () => {
    const tally: Tally = {};
    await fc.assert(ledgerAgreement(database.knex, tally), { numRuns: 150, seed: SEED });
    for (const often of ['post: done', 'post: fault', 'draw: done', 'draw: refused', 'draw from the open lot: done']) {
      expect(tally[often], often).to.be.above(15);
    }
    expect(tally['no lock: fault'], 'without a lock').to.be.above(5);
  });

  for (const { name, sql, mistakes } of LEDGER_MISTAKES) {
    for (const mistake of mistakes) {
      it(`would be found to differ if ${name} ${mistake.says}`, () =>
        installed(database.knex, planted(sql, mistake), sql, async () => {
          const search = { numRuns: 150, seed: SEED, endOnFailure: true };
          const found = await fc.check(ledgerAgreement(database.knex), search);
          expect(found.failed, `survived ${found.numRuns} runs`).to.equal(true);
          // Class 42: not a slip in the rule, but no valid SQL at all.
          expect((found.errorInstance as { code?: string }).code ?? '').not.to.match(/^42(?!501)/);
        }));
    }
  }
});
