import { groupsOf } from './groups.ts';
import { describeMachine } from './machine/describe-machine.ts';
import { flushUs } from './machine/disk-flush.ts';
import { openBench } from './open-bench.ts';
import type { Plan } from './plan.ts';
import { onInterrupt } from './processes/on-interrupt.ts';
import type { Results } from './results.ts';
import { RunRecord } from './run-record.ts';

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
