import { setTimeout as delay } from 'node:timers/promises';
import { counted } from '../../figure.ts';
import type { ProgramPart } from '../machine/program-part.ts';
import { type Hurt, longest, msSince } from './hurt.ts';

const WHILE_STARTING = 0.1;

/** kill -9 of one API process after the other, now and then while it starts. */
export const killApi: Hurt = async ({ machine, dice }, times) => {
  const starts: number[] = [];
  for (let killed = 0; killed < times; killed++) {
    await delay(dice.between(0, 400));
    const api = dice.pick(machine.apis) as ProgramPart;
    await api.kill('SIGKILL');
    await api.start();
    if (dice.chance(WHILE_STARTING)) {
      await delay(dice.between(0, 1_000));
      await api.kill('SIGKILL');
      await api.start();
    }
    const begun = performance.now();
    await api.ready();
    starts.push(msSince(begun));
  }
  return [counted('API processes killed', times), counted('longest start of one', longest(starts), 'ms')];
};
