import { expect } from 'chai';
import fc from 'fast-check';
import type { PointsLedger } from '../../src/domain/ledger/points-ledger.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { freezeAgreement, type Spoil, type Tally } from './freezes-and-memory.ts';

const SEED = 42;

const replacing =
  (change: (ledger: PointsLedger) => Partial<PointsLedger>): Spoil =>
  (ledger) => {
    const changed = change(ledger);
    return new Proxy(ledger, {
      get: (target, name: keyof PointsLedger) => changed[name] ?? (target[name] as () => unknown).bind(target),
    });
  };

const MISTAKES: Readonly<Record<string, Spoil>> = {
  'burned what should be released': replacing((ledger) => ({ release: (...of) => ledger.burn(...of) })),
  'released what should be burned': replacing((ledger) => ({ burn: (...of) => ledger.release(...of) })),
  'froze each draw the other way round': replacing((ledger) => ({
    freeze: (freeze) => ledger.freeze({ ...freeze, draws: [...freeze.draws].reverse() }),
  })),
  'froze the first draw alone': replacing((ledger) => ({
    freeze: (freeze) => ledger.freeze({ ...freeze, draws: freeze.draws.slice(0, 1) }),
  })),
  'ended a freeze later than it was asked to': replacing((ledger) => ({
    release: (account, refund, at) => ledger.release(account, refund, new Date(at.getTime() + 1)),
  })),
};

describe('Freezes on PostgreSQL and on the ledger in memory', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase(1);
  });
  after(() => database.drop());

  it('move the same points, write the same entries, and refuse alike', async () => {
    const tally: Tally = {};
    await fc.assert(freezeAgreement(database.knex, tally), { numRuns: 150, seed: SEED });
    const outcomes = ['frozen: done', 'frozen: fault'];
    for (const end of ['released', 'burned']) outcomes.push(`${end}: done`, `${end}: nothing to do`);
    expect(tally).to.have.all.keys(outcomes);
    for (const outcome of outcomes) expect(tally[outcome], outcome).to.be.above(30);
  });

  for (const [says, spoil] of Object.entries(MISTAKES)) {
    it(`would be found to differ if PostgreSQL ${says}`, async () => {
      const property = freezeAgreement(database.knex, undefined, spoil);
      const found = await fc.check(property, { numRuns: 150, seed: SEED, endOnFailure: true });
      expect(found.failed, `survived ${found.numRuns} runs`).to.equal(true);
      expect((found.errorInstance as { code?: string }).code ?? '').not.to.match(/^42/);
    });
  }
});
