import type { Command } from 'commander';
import { z } from 'zod';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { Closers } from '../../system/closers.ts';
import { readConfig } from '../../system/config.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { ALL_CHECKS } from './all-checks.ts';
import { STATUSES } from './check.ts';
import { Ground } from './ground.ts';
import { type Looked, runChecks } from './run-checks.ts';

const WITHIN_MS = 8_000;

const shape = z.strictObject({
  healthy: z.boolean().meta({ description: 'no check has failed' }),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      status: z.enum(STATUSES).meta({ description: 'unknown: it could not be looked at; found says why' }),
      found: z.string(),
      remedy: z.string().nullable().meta({ description: 'what to do' }),
    }),
  ),
});

export function registerDoctor(program: Command): void {
  const doctor = program
    .command('doctor')
    .description(
      'look at configuration, keys, clocks, database, Redis and disk, and say what to do; exit status 1 if something fails',
    );
  const tell = answersJson(doctor, shape);
  withExamples(doctor, 'doctor', 'doctor --json');
  doctor.action(async () => {
    const closers = new Closers(() => {});
    try {
      const looked = await runChecks(ALL_CHECKS, new Ground(process.env, readConfig(process.env), closers), WITHIN_MS);
      const failed = looked.filter(({ status }) => status === 'fail').length;
      tell({ healthy: failed === 0, checks: looked }, () => looked.flatMap(linesOf).join('\n'));
      if (failed > 0) throw new ExpectedFailure(failed === 1 ? '1 check has failed' : `${failed} checks have failed`);
    } finally {
      await closers.close();
    }
  });
}

/** `warn     disk                  3.9 GiB free in /var/lib/seahorse`, and below what to do. */
const linesOf = ({ name, status, found, remedy }: Looked): string[] => [
  `${status.padEnd(8)} ${name.padEnd(20)} ${found}`,
  ...(remedy === null ? [] : [`${' '.repeat(30)}→ ${remedy}`]),
];
