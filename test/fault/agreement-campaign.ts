import fc from 'fast-check';
import { ledgerAgreement, type Tally } from '../agreement/ledger-functions.ts';
import { prepare, usageAgreement } from '../agreement/usage-agreement.ts';
import { migratedDatabase } from '../support/migrated-database.ts';
import { counted, exactly, type Figure } from './figure.ts';

/** Of so many histories one is of the ledger's functions by themselves; the others are of calls, each run twice. */
const LEDGER_EVERY = 5;
/** Rolled back as they are, histories leave dead rows behind. */
const VACUUM_EVERY = 500;

/** Random histories on PostgreSQL and by the rules: calls one by one and in batches, and every deed of the ledger. */
export async function agreementCampaign(histories: number, seed: number): Promise<Figure[]> {
  const { knex, drop } = await migratedDatabase(1);
  const [ofUsage, ofLedger]: [Tally, Tally] = [{}, {}];
  const seen = { ran: 0, differing: 0 };
  const check = async (property: fc.IAsyncProperty<unknown>, numRuns: number, part: number): Promise<void> => {
    const found = await fc.check(property, { numRuns, seed: seed + part, endOnFailure: true });
    seen.ran += found.numRuns;
    if (!found.failed) return;
    seen.differing += 1;
    console.error(fc.defaultReportMessage(found as fc.RunDetails<unknown>));
  };
  try {
    await prepare(knex);
    for (let begun = 0, part = 0; begun < histories; begun += VACUUM_EVERY, part++) {
      const size = Math.min(VACUUM_EVERY, histories - begun);
      const ledgerSize = Math.floor(size / LEDGER_EVERY);
      await check(ledgerAgreement(knex, ofLedger) as never, ledgerSize, part);
      await check(usageAgreement(knex, ['one by one', 'in batches'], ofUsage) as never, size - ledgerSize, part);
      await knex.raw('vacuum');
    }
  } finally {
    await drop();
  }
  const outcomes = Object.entries(ofUsage).sort(([, a], [, b]) => b - a);
  const deeds = Object.entries(ofLedger).sort(([, a], [, b]) => b - a);
  return [
    counted('histories', seen.ran),
    ...outcomes.map(([what, count]) => counted(`calls: ${what}`, count)),
    ...deeds.map(([what, count]) => counted(`deeds: ${what}`, count)),
    exactly('histories after which the two differ', seen.differing, 0),
  ];
}
