import { parseArgs } from 'node:util';
import { FULL, GROUPS, type Group, type Plan, QUICK } from './plan.ts';

export const USAGE = `npm run bench [-- <options>]

Measures the product and what it is compared with in turn, on a PostgreSQL of its own. bench/README.md says what and how.
  --quick                64 connections, two rounds of a second: a good minute; writes no page
  --only <part>          ${GROUPS.join(', ')}; may be said several times; writes no page
  --growth               with databases of up to 10 million rows as well: an hour, and 20 GB of disk
  --connections 1,16     other than 1, 16, 64 and 256
  --rounds <n>           other than 5
  --seconds <n>          how long a slice lasts, other than 2
  --json                 one object per figure

Exit status 0: every floor was kept; 1: one was not; 2: the command line was not understood.`;

export type Wanted = { readonly plan: Plan; readonly json: boolean };

/** Said in one line; exit status 2. */
export class UnknownArgument extends Error {
  override readonly name = 'UnknownArgument';
}

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  growth: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  connections: { type: 'string' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
} as const;

export function readArguments(args: readonly string[]): Wanted {
  const { values } = parse(args);
  const base = values.quick ? QUICK : FULL;
  const groups = values.only?.map(toGroup) ?? base.groups;
  return {
    json: values.json,
    plan: {
      ...base,
      groups: values.growth && !groups.includes('growth') ? [...groups, 'growth'] : groups,
      connections:
        values.connections?.split(',').map((text) => wholeNumber('--connections', text, 256)) ?? base.connections,
      rounds: values.rounds === undefined ? base.rounds : wholeNumber('--rounds', values.rounds, 100),
      seconds: values.seconds === undefined ? base.seconds : wholeNumber('--seconds', values.seconds, 60),
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS });
  } catch (error) {
    throw new UnknownArgument((error as Error).message);
  }
}

function toGroup(text: string): Group {
  const group = GROUPS.find((name) => name === text);
  if (!group) throw new UnknownArgument(`--only ${text}: there are ${GROUPS.join(', ')}`);
  return group;
}

function wholeNumber(option: string, text: string, most: number): number {
  if (!/^[1-9]\d*$/.test(text) || Number(text) > most) {
    throw new UnknownArgument(`${option} ${text}: expected whole numbers from 1 to ${most}`);
  }
  return Number(text);
}
