import type { Bench } from '../bench.ts';
import type { Contender, Load } from '../contender.ts';
import { engineContender } from '../contenders/engine-contender.ts';
import { withClient } from '../database/with-client.ts';
import { POINTS_PER_CALL } from '../load/usage-calls.ts';
import { summarise } from '../matrix/compare.ts';
import { runCell } from '../matrix/run-cell.ts';
import { withContenders } from '../matrix/with-contenders.ts';
import { productBooks } from '../product/product-books.ts';
import type { RunRecord } from '../run-record.ts';
import { type GrownDatabase, growDatabase } from './grow-database.ts';
import { GROWTH_STEPS, type GrowthStep } from './growth-step.ts';

/** All databases are filled first, and then measured in turn, in process: HTTP does not grow. */
export async function runGrowth(
  bench: Bench,
  record: RunRecord,
  load: Load,
  steps: readonly GrowthStep[] = GROWTH_STEPS,
): Promise<void> {
  const contenders: Contender[] = [];
  for (const [index, step] of steps.entries()) {
    record.say(`filling a database with ${step.name}`);
    contenders.push(oursOn(bench, step, await growDatabase(bench.postgres.url, `growth_${index}`, step)));
  }
  await withClient(bench.postgres.url, (client) => client.query('checkpoint'));
  await withContenders(record, contenders, async (ready) => {
    record.say('measuring them in turn');
    const { slices } = await runCell(ready, load, record.plan.rounds);
    await record.audit(ready);
    record.growth = steps.map((step) => ({ step, slice: summarise(slices.get(step.name) ?? []) }));
  });
}

function oursOn(bench: Bench, { name, accounts, rows }: GrowthStep, grown: GrownDatabase): Contender {
  const { url, serviceToken } = grown;
  const books = productBooks(url);
  books.note({ answers: rows, points: rows * POINTS_PER_CALL });
  const there = { ...bench, accounts, serviceToken, postgres: { ...bench.postgres, url } };
  return engineContender(there, { name, title: name, books, engine: 'hot-seahorse' });
}
