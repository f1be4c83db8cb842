import type { Contender } from '../contender.ts';
import type { RunRecord } from '../run-record.ts';

/** Those that can take part, started, and stopped again whatever happens. The others are put on record. */
export async function withContenders<T>(
  record: RunRecord,
  all: readonly Contender[],
  work: (ready: readonly Contender[]) => Promise<T>,
): Promise<T> {
  const ready: Contender[] = [];
  try {
    for (const contender of all) {
      const readiness = await contender.prepare();
      if (readiness.kind === 'ready') ready.push(contender);
      record.noteContender(contender, readiness);
    }
    return await work(ready);
  } finally {
    for (const contender of ready) await contender.stop();
  }
}
