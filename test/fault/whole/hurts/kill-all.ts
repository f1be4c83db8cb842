import { setTimeout as delay } from 'node:timers/promises';
import { counted } from '../../figure.ts';
import { type Hurt, longest, msSince } from './hurt.ts';
import { untilAllAnswer } from './recovery.ts';

/** Everything at once, as when the power is cut; WeChat goes on without us. */
export const killAll: Hurt = async (run, times) => {
  const { machine, dice } = run;
  const starts: number[] = [];
  for (let killed = 0; killed < times; killed++) {
    await delay(dice.between(500, 2_000));
    const { programs, postgres, redis } = machine;
    await Promise.all([...programs, postgres, ...(redis ? [redis] : [])].map((part) => part.kill('SIGKILL')));
    const begun = performance.now();
    await Promise.all([postgres.start(), redis?.start()]);
    for (const program of programs) await program.start();
    await Promise.all(programs.map((program) => program.ready()));
    await untilAllAnswer(run, begun);
    starts.push(msSince(begun));
  }
  return [
    counted('times that everything was killed', times),
    counted('longest until everything was there again', longest(starts), 'ms'),
  ];
};
