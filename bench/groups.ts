import type { Bench } from './bench.ts';
import type { Load, Spread } from './contender.ts';
import { hotSeahorse } from './contenders/hot-seahorse.ts';
import { httpContenders, inProcessContenders } from './contenders/index.ts';
import { runGrowth } from './growth/run-growth.ts';
import { runGuarantees } from './guarantees/run-guarantees.ts';
import { runMatrix, runPacedGroup } from './matrix/run-matrix.ts';
import type { Group, Plan } from './plan.ts';
import { productBooks } from './product/product-books.ts';
import type { RunRecord } from './run-record.ts';

const SPREADS: readonly Spread[] = ['even', 'hot'];
/** Where the number of connections is not the question. */
const USUAL_CONNECTIONS = 64;

/** What each group measures. */
export function groupsOf(bench: Bench, record: RunRecord): Readonly<Record<Group, () => Promise<void>>> {
  const { plan } = record;
  const books = productBooks(bench.postgres.url);
  const loadsOf = (connections: readonly number[], spreads: readonly Spread[]): Load[] =>
    connections.flatMap((count) => spreads.map((spread) => loadOf(plan, count, spread)));
  return {
    http: () => runMatrix(record, httpContenders(bench, books), loadsOf(plan.connections, SPREADS), record.http),
    'in-process': () =>
      runMatrix(record, inProcessContenders(bench, books), loadsOf([USUAL_CONNECTIONS], ['even']), record.inProcess),
    guarantees: () => runGuarantees(bench, record),
    paced: () => runPacedGroup(record, hotSeahorse(bench, books), loadsOf([USUAL_CONNECTIONS], SPREADS)),
    growth: () => runGrowth(bench, record, loadOf(plan, USUAL_CONNECTIONS, 'even')),
  };
}

const loadOf = ({ seconds }: Plan, connections: number, spread: Spread): Load => ({
  ...{ connections, seconds, spread },
  requestsPerSecond: null,
});
