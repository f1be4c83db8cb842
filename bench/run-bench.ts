import type { Bench } from './bench.ts';
import type { Contender, Load, Spread } from './contender.ts';
import { hotSeahorse } from './contenders/hot-seahorse.ts';
import { httpContenders, inProcessContenders } from './contenders/index.ts';
import { WANTED_RATIOS } from './figures/wanted-ratios.ts';
import { runGrowth } from './growth/run-growth.ts';
import { describeMachine } from './machine/describe-machine.ts';
import { flushUs } from './machine/disk-flush.ts';
import type { Cell } from './matrix/cell.ts';
import { runCell } from './matrix/run-cell.ts';
import { runPaced } from './matrix/run-paced.ts';
import { withContenders } from './matrix/with-contenders.ts';
import { openBench } from './open-bench.ts';
import type { Group, Plan } from './plan.ts';
import { onInterrupt } from './processes/on-interrupt.ts';
import { productBooks } from './product/product-books.ts';
import type { Results } from './results.ts';
import { RunRecord } from './run-record.ts';

/** In no figure: it is there to be looked at. */
const isContext = ({ name }: Contender): boolean =>
  !WANTED_RATIOS.some(({ of, against }) => of === name || against === name);

const SPREADS: readonly Spread[] = ['even', 'hot'];
/** Where the number of connections is not the question. */
const USUAL_CONNECTIONS = 64;

/** Everything that the plan asks for, one after the other. `say` tells how far it is. */
export async function runBench(plan: Plan, say: (line: string) => void): Promise<Results> {
  say('starting PostgreSQL with durable settings, and filling it');
  const bench = await openBench();
  const letGo = onInterrupt(() => bench.stop());
  try {
    const machine = describeMachine(bench.postgres.version, await flushUs(bench.postgres.folder));
    const record = new RunRecord(plan, machine, say);
    const groups = groupsOf(bench, record);
    for (const group of plan.groups) await groups[group]();
    return record.results();
  } finally {
    await bench.stop();
    letGo();
  }
}

function groupsOf(bench: Bench, record: RunRecord): Readonly<Record<Group, () => Promise<void>>> {
  const { plan } = record;
  const books = productBooks(bench.postgres.url);
  const loadsOf = (connections: readonly number[], spreads: readonly Spread[]): Load[] =>
    connections.flatMap((count) => spreads.map((spread) => loadOf(plan, count, spread)));
  return {
    http: () => runMatrix(record, httpContenders(bench, books), loadsOf(plan.connections, SPREADS), record.http),
    'in-process': () =>
      runMatrix(record, inProcessContenders(bench, books), loadsOf([USUAL_CONNECTIONS], ['even']), record.inProcess),
    paced: () => runPacedGroup(record, hotSeahorse(bench, books), loadsOf([USUAL_CONNECTIONS], SPREADS)),
    growth: () => runGrowth(bench, record, loadOf(plan, USUAL_CONNECTIONS, 'even')),
  };
}

const loadOf = ({ seconds }: Plan, connections: number, spread: Spread): Load => ({
  ...{ connections, seconds, spread },
  requestsPerSecond: null,
});

function runMatrix(record: RunRecord, all: readonly Contender[], loads: readonly Load[], into: Cell[]): Promise<void> {
  const needed = all.filter(
    (contender) => loads.some((load) => contender.takes(load)) && !(record.plan.figuresOnly && isContext(contender)),
  );
  return withContenders(record, needed, async (ready) => {
    for (const load of loads) {
      record.say(`${load.connections} at once, ${load.spread}`);
      into.push(await runCell(ready, load, record.plan.rounds));
      await record.audit(ready);
    }
  });
}

const runPacedGroup = (record: RunRecord, ours: Contender, loads: readonly Load[]): Promise<void> =>
  withContenders(record, [ours], async (ready) => {
    for (const load of loads) {
      record.say(`half of saturation, ${load.spread}`);
      record.paced.push(await runPaced(ours, load, record.plan.rounds));
      await record.audit(ready);
    }
  });
