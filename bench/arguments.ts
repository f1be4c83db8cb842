import { parseArgs } from 'node:util';
import { FULL, GROUPS, type Group, type Plan, QUICK } from './plan.ts';

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
