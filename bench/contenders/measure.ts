import type { Bench } from '../bench.ts';
import type { Slice } from '../contender.ts';
import type { Outcome } from '../load/tally.ts';
import { cpuIsKnown, cpuTimeOf } from '../machine/cpu-time.ts';
import { residentMebibytes } from '../machine/resident-memory.ts';

/** What a generator reports; null as its cost where it is one with what it measures. */
export type Driven = Omit<Outcome, 'generatorCpuUs'> & {
  readonly generatorCpuUs: number | null;
  /** Where the generator itself knows it better, since not all of its time counts. */
  readonly postgresCpuUs?: number | null;
};

/** Adds to what the generator saw what PostgreSQL and the contender's Node process spent on it. */
export async function measure(bench: Bench, nodePid: number | null, run: () => Promise<Driven>): Promise<Slice> {
  const before = readings(bench, nodePid);
  const driven = await run();
  const after = readings(bench, nodePid);
  const perAnswer = (name: 'postgres' | 'node'): number | null => {
    const [from, to] = [before[name], after[name]];
    return from === null || to === null ? null : (to - from) / Math.max(1, driven.answers);
  };
  return {
    ...driven,
    postgresCpuUs: driven.postgresCpuUs === undefined ? perAnswer('postgres') : driven.postgresCpuUs,
    nodeCpuUs: perAnswer('node'),
    nodeMebibytes: nodePid === null ? null : residentMebibytes(nodePid),
  };
}

const readings = ({ postgres }: Bench, nodePid: number | null) => ({
  postgres: postgres.cpuUs(),
  node: nodePid !== null && cpuIsKnown() ? cpuTimeOf(nodePid) : null,
});
