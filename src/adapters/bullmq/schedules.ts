import { isDeepStrictEqual } from 'node:util';
import type { JobSchedulerJson, Queue } from 'bullmq';
import type { Sweep } from '../../application/shared/sweep.ts';

/** Machines that keep their clocks are closer than that. */
const CLOCKS_APART_MS = 5_000;
const OPTS = { removeOnComplete: true, removeOnFail: { count: 100 } };

/**
 * Idempotent, and leaves alone what goes on by itself: asserted while its run begins elsewhere, a schedule may lose what comes next.
 * One that has, or that a process whose clock was ahead has put so far off that nobody else would run it for as long, is made anew.
 */
export async function assertSchedules(queue: Queue, sweeps: readonly Sweep[]): Promise<void> {
  const there = new Map((await queue.getJobSchedulers()).map((schedule) => [schedule.key, schedule]));
  for (const { name, everyMs } of sweeps) {
    const schedule = there.get(name);
    const isTooFarOff = (schedule?.next ?? 0) > Date.now() + everyMs + CLOCKS_APART_MS;
    if (isTooFarOff) await queue.removeJobScheduler(name);
    else if (schedule && (await goesOn(queue, schedule, everyMs))) continue;
    await queue.upsertJobScheduler(name, { every: everyMs }, { name, opts: OPTS });
  }
}

async function goesOn(
  queue: Queue,
  { key, next, every, template }: JobSchedulerJson,
  everyMs: number,
): Promise<boolean> {
  const isAsWanted = Number(every) === everyMs && isDeepStrictEqual(template?.opts, OPTS);
  return isAsWanted && (await queue.getJob(`repeat:${key}:${next}`)) !== undefined;
}

/** Schedules outlive the code that made them. */
export async function removeUnknownSchedules(queue: Queue, sweeps: readonly Sweep[]): Promise<void> {
  const known = new Set(sweeps.map(({ name }) => name));
  for (const { key } of await queue.getJobSchedulers()) {
    if (!known.has(key)) await queue.removeJobScheduler(key);
  }
}
