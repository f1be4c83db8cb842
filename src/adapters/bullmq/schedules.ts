import type { Queue } from 'bullmq';
import type { Sweep } from '../../application/shared/sweep.ts';

/** Machines that keep their clocks are closer than that. */
const CLOCKS_APART_MS = 5_000;

/**
 * Idempotent, and leaves the clock of a schedule that is there alone, unless a process whose clock was ahead has put the next run
 * so far off that nobody else would run it for as long.
 */
export async function assertSchedules(queue: Queue, sweeps: readonly Sweep[]): Promise<void> {
  const next = new Map((await queue.getJobSchedulers()).map(({ key, next }) => [key, next ?? 0]));
  for (const { name, everyMs } of sweeps) {
    if ((next.get(name) ?? 0) > Date.now() + everyMs + CLOCKS_APART_MS) await queue.removeJobScheduler(name);
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
