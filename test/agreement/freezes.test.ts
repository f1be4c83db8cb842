import { expect } from 'chai';
import fc from 'fast-check';
import { endFreezeSql } from '../../src/adapters/postgres/ledger/end-freeze.sql.ts';
import { freezePointsSql } from '../../src/adapters/postgres/ledger/freeze-points.sql.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { freezeAgreement, type Tally } from './freezes-and-memory.ts';
import { END_MISTAKES } from './planted-end-mistakes.ts';
import { FREEZE_MISTAKES } from './planted-freeze-mistakes.ts';
import { planted } from './planted-mistakes.ts';

const SEED = 42;
const STATEMENTS = [
  { name: 'freeze-points.sql', statement: freezePointsSql, mistakes: FREEZE_MISTAKES },
  { name: 'end-freeze.sql', statement: endFreezeSql, mistakes: END_MISTAKES },
];

describe('The statements about freezes and the ledger in memory', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('move the same points, write the same entries, and refuse alike', async () => {
    const tally: Tally = {};
    await fc.assert(freezeAgreement(database.knex, undefined, tally), { numRuns: 300, seed: SEED });
    const outcomes = ['frozen: done', 'frozen: fault'];
    for (const end of ['released', 'burned']) outcomes.push(`${end}: done`, `${end}: nothing to do`);
    expect(tally).to.have.all.keys(outcomes);
    for (const outcome of outcomes) expect(tally[outcome], outcome).to.be.above(60);
  });

  for (const { name, statement, mistakes } of STATEMENTS) {
    it(`are compared by a test that looks at every clause of ${name}`, () =>
      expect(mistakes.length).to.be.at.least(12));

    for (const mistake of mistakes) {
      it(`would be found to differ if ${name} ${mistake.says}`, async () => {
        const replaced = { statement, by: planted(statement, mistake) };
        const search = { numRuns: 300, seed: SEED, endOnFailure: true };
        const found = await fc.check(freezeAgreement(database.knex, replaced), search);
        expect(found.failed, `survived ${found.numRuns} runs`).to.equal(true);
        expect((found.errorInstance as { code?: string }).code ?? '').not.to.match(/^42/);
      });
    }
  }
});
