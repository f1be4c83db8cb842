import type { Queue } from 'bullmq';
import type { Sweep } from '../../application/shared/sweep.ts';

/** Idempotent, and leaves the clock of a schedule that is there alone. */
export async function assertSchedules(queue: Queue, sweeps: readonly Sweep[]): Promise<void> {
  for (const { name, everyMs } of sweeps) {
    const opts = { removeOnComplete: true, removeOnFail: { count: 100 } };
    await queue.upsertJobScheduler(name, { every: everyMs }, { name, opts });
  }
}

/** Schedules outlive the code that made them. */
export async function removeUnknownSchedules(queue: Queue, sweeps: readonly Sweep[]): Promise<void> {
  const known = new Set(sweeps.map(({ name }) => name));
  for (const { key } of await queue.getJobSchedulers()) {
    if (!known.has(key)) await queue.removeJobScheduler(key);
  }
}
