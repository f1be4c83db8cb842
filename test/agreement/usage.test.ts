import { expect } from 'chai';
import fc from 'fast-check';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { onFixedClock } from './fixed-clock.ts';
import { installed } from './installed.ts';
import { planted } from './planted-mistakes.ts';
import { USAGE_MISTAKES } from './planted-usage-mistakes.ts';
import { prepare, type Tally, usageAgreement } from './usage-agreement.ts';

const SEED = 42;
const HISTORIES = 100;
/** What has to come about, and how often at least in so many histories. */
const OUTCOMES: Readonly<Record<string, number>> = {
  ...{ allowed: 300, replayed: 60, idempotency_conflict: 20, insufficient_points: 50, batch: 200 },
  ...{ 'batch in an order of its own': 50, 'batch with two of one call': 1 },
  ...{ rate_limited: 20, daily_budget_exhausted: 10, total_budget_exhausted: 10 },
  ...{
    key_unknown: 10,
    key_disabled: 10,
    key_expired: 10,
    scope_missing: 10,
    client_ip_missing: 10,
    ip_not_allowed: 10,
  },
  ...{ unknown_api: 10, service_token_unknown: 10, operation_not_granted: 10, network_not_allowed: 10 },
  signature_required: 10,
};

describe('usage.charge_one, usage.charge_batch and the use case', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase(1);
    await prepare(database.knex);
  });
  after(() => database.drop());

  it('answer alike, write the same lines, and count the same on every key, one by one and in batches', async () => {
    const tally: Tally = {};
    const property = usageAgreement(database.knex, ['one by one', 'in batches'], tally);
    await fc.assert(property, { numRuns: HISTORIES, seed: SEED });
    for (const [outcome, often] of Object.entries(OUTCOMES)) expect(tally[outcome] ?? 0, outcome).to.be.at.least(often);
  }).timeout(120_000);

  for (const { name, sql, modes, mistakes } of USAGE_MISTAKES) {
    for (const mistake of mistakes) {
      it(`would be found to differ if ${name} ${mistake.says}`, () =>
        installed(database.knex, onFixedClock(planted(sql, mistake)), onFixedClock(sql), async () => {
          const search = { numRuns: 300, seed: SEED, endOnFailure: true };
          const found = await fc.check(usageAgreement(database.knex, modes), search);
          expect(found.failed, `survived ${found.numRuns} runs`).to.equal(true);
          // Class 42: not a slip in the rule, but no valid SQL at all.
          expect((found.errorInstance as { code?: string }).code ?? '').not.to.match(/^42(?!501)/);
        })).timeout(120_000);
    }
  }
});
