import { setTimeout as delay } from 'node:timers/promises';
import { atMost, counted, exactly } from '../../figure.ts';
import type { ProgramPart } from '../machine/program-part.ts';
import { type Hurt, longest, msSince } from './hurt.ts';
import { serverFaults } from './server-faults.ts';

const LIMIT_MS = 10_000;
/** The balancer looks every 250 ms who is ready. */
const UNTIL_SEEN_MS = 600;

/** SIGTERM of one process after the other, as a rollout does it; a worker after every second API process. */
export const restarts: Hurt = async ({ machine, dice, history }, times) => {
  const from = history.entries.length;
  const ends: number[] = [];
  let badEnds = 0;
  const restart = async (part: ProgramPart): Promise<void> => {
    const begun = performance.now();
    await part.kill('SIGTERM');
    ends.push(msSince(begun));
    if (part.exitStatus !== 0) badEnds += 1;
    await part.start();
    await part.ready();
  };
  for (let done = 0; done < times; done++) {
    await delay(dice.between(0, 200));
    await restart(machine.apis[done % machine.apis.length] as ProgramPart);
    await delay(UNTIL_SEEN_MS);
    if (done % 2 === 1) await restart(dice.pick(machine.workers));
  }
  const entries = history.entries.slice(from);
  return [
    counted('API processes restarted', times),
    counted('requests meanwhile', entries.length),
    exactly('requests that failed', serverFaults(entries), 0),
    atMost('longest end after SIGTERM', longest(ends), LIMIT_MS, 'ms'),
    exactly('ends with another status than 0', badEnds, 0),
  ];
};
