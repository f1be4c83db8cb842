import { setTimeout as delay } from 'node:timers/promises';
import { atMost, counted } from '../../figure.ts';
import { type Hurt, longest, msSince } from './hurt.ts';
import { untilAllAnswer } from './recovery.ts';

const LIMIT_MS = 5_000;

/** kill -9 of PostgreSQL, postmaster and children; it recovers from its log. */
export const killPostgres: Hurt = async (run, times) => {
  const { machine, dice } = run;
  const [recoveries, answers]: [number[], number[]] = [[], []];
  for (let killed = 0; killed < times; killed++) {
    await delay(dice.between(0, 400));
    await machine.postgres.kill('SIGKILL');
    const begun = performance.now();
    await machine.postgres.start();
    recoveries.push(msSince(begun));
    answers.push(await untilAllAnswer(run, machine.postgres.acceptsSince));
  }
  return [
    counted('times that PostgreSQL was killed', times),
    counted('longest recovery of PostgreSQL', longest(recoveries), 'ms'),
    atMost('longest until the service answered after that', longest(answers), LIMIT_MS, 'ms'),
  ];
};
