import { expect } from 'chai';
import fc from 'fast-check';
import { consumePointsSql } from '../../src/adapters/postgres/ledger/consume-points.sql.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { MISTAKES, planted } from './planted-mistakes.ts';
import { agreement, type Tally } from './statement-and-rule.ts';

const SEED = 42;

describe('consume-points.sql and decideConsumption', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('draw the same points from the same lots, write the same entries and refuse alike', async () => {
    const tally: Tally = { consumed: 0, insufficient_points: 0, draws: 0 };
    await fc.assert(agreement(database.knex, consumePointsSql, tally), { numRuns: 300, seed: SEED });
    const steps = tally.consumed + tally.insufficient_points;
    expect(tally.consumed / steps, 'share of covered requests').to.be.within(0.3, 0.7);
    expect(tally.draws / tally.consumed, 'draws per consumption').to.be.above(1.4);
  });

  it('are compared by a test that looks at every clause', () => expect(MISTAKES.length).to.be.at.least(12));

  for (const mistake of MISTAKES) {
    it(`would be found to differ if the statement ${mistake.says}`, async () => {
      const wrong = planted(consumePointsSql, mistake);
      const found = await fc.check(agreement(database.knex, wrong), { numRuns: 300, seed: SEED, endOnFailure: true });
      expect(found.failed, `survived ${found.numRuns} runs`).to.equal(true);
      // Class 42: not a slip in the rule, but no valid SQL at all.
      expect((found.errorInstance as { code?: string }).code ?? '').not.to.match(/^42/);
    });
  }
});
