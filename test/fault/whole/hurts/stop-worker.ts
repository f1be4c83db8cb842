import { setTimeout as delay } from 'node:timers/promises';
import { counted, exactly } from '../../figure.ts';
import type { ProgramPart } from '../machine/program-part.ts';
import type { Machine } from '../machine.ts';
import type { WholeRun } from '../whole-run.ts';
import { type Hurt, msSince } from './hurt.ts';
import { activeJobs } from './kill-worker.ts';

/** BullMQ's lock lives 30 s, and there is no setting of ours that shortens it. */
export const LOCK_MS = 35_000;
const WORK_WITHIN_MS = 20_000;
const SLOW = { on: 'request', fault: 'slow_body', path: '/v3', delay_ms: 2_000 } as const;

/** SIGSTOP of a worker inside a sweep, past its lock, while another one takes over; then it goes on where it was. */
export const stopWorker: Hurt = async (run, times) => {
  let inside = 0;
  for (let stopped = 0; stopped < times; stopped++) {
    const held = await stopInsideSweep(run);
    if (held.wasInside) inside += 1;
    await delay(LOCK_MS);
    await held.goOn();
  }
  return [counted('workers stopped', times), exactly('of which inside a sweep', inside, times)];
};

/**
 * The last worker works alone, so that whatever is under way is its own; the others are back as soon as it has been stopped. Until
 * it goes on, it is not among those that can be hurt.
 */
export async function stopInsideSweep({ machine, load }: WholeRun) {
  const victim = machine.workers.pop() as ProgramPart;
  const others = [...machine.workers];
  await load.world.phone.faults({ seed: 1, rules: [SLOW] });
  await Promise.all(others.map((worker) => worker.kill('SIGTERM')));
  const wasInside = await untilBusy(machine);
  await stopBetweenTransactions(machine, victim);
  await load.world.phone.faults({ seed: 1, rules: [] });
  for (const worker of others) await worker.start();
  await Promise.all(others.map((worker) => worker.ready()));
  const goOn = async (): Promise<void> => {
    await victim.kill('SIGCONT');
    machine.workers.push(victim);
  };
  return { wasInside, goOn };
}

/** A sweep that has been under way for a while waits for WeChat. */
async function untilBusy(machine: Machine): Promise<boolean> {
  let since: number | null = null;
  for (const begun = performance.now(); msSince(begun) < WORK_WITHIN_MS; await delay(10)) {
    if ((await activeJobs(machine)) === 0) since = null;
    else if (since === null) since = performance.now();
    else if (msSince(since) > 300) return true;
  }
  return false;
}

/**
 * Within one, it would hold its locks until the database lets go of them, a minute later: whoever wants the same account hears 503
 * meanwhile. What is looked at here is a worker that waits for WeChat, and has its job taken away.
 */
async function stopBetweenTransactions({ postgres }: Machine, victim: ProgramPart): Promise<void> {
  for (;;) {
    await victim.kill('SIGSTOP');
    await delay(100);
    const [row] = await postgres.ask<{ open: string }>(OPEN_TRANSACTIONS);
    if (Number(row?.open) === 0) return;
    await victim.kill('SIGCONT');
    await delay(20);
  }
}

/** Of workers; there is but one. */
const OPEN_TRANSACTIONS = `select count(*) as open from pg_stat_activity
  where usename = 'seahorse_work' and xact_start is not null and state <> 'active'`;
