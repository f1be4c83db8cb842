import type { Contender, Load } from '../contender.ts';
import { WANTED_RATIOS } from '../figures/wanted-ratios.ts';
import type { RunRecord } from '../run-record.ts';
import type { Cell } from './cell.ts';
import { runCell } from './run-cell.ts';
import { runPaced } from './run-paced.ts';
import { withContenders } from './with-contenders.ts';

/** In no figure: it is there to be looked at. */
const isContext = ({ name }: Contender): boolean =>
  !WANTED_RATIOS.some(({ of, against }) => of === name || against === name);

/** Whoever is needed, under one load after the other; the books are compared after each. */
export function runMatrix(
  record: RunRecord,
  all: readonly Contender[],
  loads: readonly Load[],
  into: Cell[],
): Promise<void> {
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

export const runPacedGroup = (record: RunRecord, ours: Contender, loads: readonly Load[]): Promise<void> =>
  withContenders(record, [ours], async (ready) => {
    for (const load of loads) {
      record.say(`half of saturation, ${load.spread}`);
      record.paced.push(await runPaced(ours, load, record.plan.rounds));
      await record.audit(ready);
    }
  });
