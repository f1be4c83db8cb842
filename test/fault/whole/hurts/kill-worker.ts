import { setTimeout as delay } from 'node:timers/promises';
import { counted } from '../../figure.ts';
import type { ProgramPart } from '../machine/program-part.ts';
import type { Machine } from '../machine.ts';
import { type Hurt, longest, msSince } from './hurt.ts';

const ALL_AT_ONCE = 0.3;
const WAIT_FOR_WORK_MS = 1_500;
/** WeChat takes its time, so that a worker is often in the middle of something. */
const SLOW = { on: 'request', fault: 'slow_body', path: '/v3', probability: 0.5, delay_ms: 300 } as const;

/** kill -9 of workers, mostly while there is a sweep under way; now and then of all of them. */
export const killWorker: Hurt = async ({ machine, dice, load }, times) => {
  await load.world.phone.faults({ seed: 1, rules: [SLOW] });
  const starts: number[] = [];
  let duringSweeps = 0;
  for (let killed = 0; killed < times; killed++) {
    if (await hasWorkSoon(machine)) duringSweeps += 1;
    await delay(dice.between(0, 60));
    const hit = dice.chance(ALL_AT_ONCE) ? machine.workers : [dice.pick(machine.workers) as ProgramPart];
    await Promise.all(hit.map((worker) => worker.kill('SIGKILL')));
    const begun = performance.now();
    for (const worker of hit) await worker.start();
    await Promise.all(hit.map((worker) => worker.ready()));
    starts.push(msSince(begun));
  }
  await load.world.phone.faults({ seed: 1, rules: [] });
  return [
    counted('times that workers were killed', times),
    counted('of which while a sweep was under way', duringSweeps),
    counted('longest start of workers', longest(starts), 'ms'),
  ];
};

async function hasWorkSoon(machine: Machine): Promise<boolean> {
  for (const begun = performance.now(); msSince(begun) < WAIT_FOR_WORK_MS; await delay(5)) {
    if ((await activeJobs(machine)) > 0) return true;
  }
  return false;
}

/** As BullMQ keeps them. */
export const activeJobs = async ({ redis }: Machine): Promise<number> =>
  redis ? redis.ask((client) => client.llen('seahorse:sweeps:active')).catch(() => 0) : 0;
