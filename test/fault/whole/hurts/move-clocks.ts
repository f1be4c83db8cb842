import { setTimeout as delay } from 'node:timers/promises';
import type { Dice } from '../../dice.ts';
import { counted, exactly, type Figure } from '../../figure.ts';
import type { MovedClock } from '../machine/moved-clock.ts';
import type { ProgramPart } from '../machine/program-part.ts';
import type { Machine } from '../machine.ts';
import type { WholeRun } from '../whole-run.ts';
import type { Hurt } from './hurt.ts';
import { serverFaults } from './server-faults.ts';

const FURTHEST_MS = 10 * 60_000;
/** A program looks at its clock's file every 50 ms, and PostgreSQL at every question. */
const UNTIL_SEEN_MS = 250;
const STARTS_ANEW = 0.2;
const ROUNDING_MS = 1_500;

/**
 * The clocks of API processes, workers and PostgreSQL jump while they work, up to ten minutes to either side and apart from each
 * other; now and then a process starts with a clock that is wrong. WeChat's is right: it takes nothing that is five minutes off.
 */
export const moveClocks: Hurt = async (run, times) => {
  const { machine, dice, history } = run;
  const from = history.entries.length;
  let [wrongTimes, startedAnew] = [0, 0];
  for (let moved = 0; moved < times; moved++) {
    const byMs = dice.between(-FURTHEST_MS, FURTHEST_MS);
    for (const clock of dice.pick(groupsOf(machine, dice))) clock.moveTo(byMs);
    await delay(UNTIL_SEEN_MS);
    if (!(await hasItsTime(machine))) wrongTimes += 1;
    if (dice.chance(STARTS_ANEW)) startedAnew += await startAnew(run);
    await delay(dice.between(500, 4_000));
  }
  for (const clock of machine.clocks.values()) clock.moveTo(0);
  return [
    ...[counted('times that clocks were moved', times), counted('processes started with such a clock', startedAnew)],
    ...ofPostgres(machine.clocks.get('postgres'), wrongTimes),
    ...ofRequests(run, from),
  ];
};

/** Whose clocks are moved together. */
function groupsOf({ clocks, apis, workers }: Machine, dice: Dice): readonly (readonly MovedClock[])[] {
  const of = (parts: readonly ProgramPart[]) => parts.flatMap(({ name }) => clocks.get(name) ?? []);
  const database = clocks.get('postgres');
  const ofPrograms = [of([dice.pick(apis)]), of(apis), of([dice.pick(workers)]), of(workers), [...clocks.values()]];
  return database ? [...ofPrograms, [database]] : ofPrograms;
}

/** Told to end, so that no request fails. */
async function startAnew({ machine, dice }: WholeRun): Promise<number> {
  const part = dice.pick(machine.programs);
  await part.kill('SIGTERM');
  await part.start();
  await part.ready();
  return 1;
}

async function hasItsTime({ postgres, clocks }: Machine): Promise<boolean> {
  const clock = clocks.get('postgres');
  if (!clock) return true;
  const [row] = await postgres.ask<{ ms: string }>('select extract(epoch from clock_timestamp()) * 1000 as ms');
  return Math.abs(Number(row?.ms) - Date.now() - clock.byMs) < ROUNDING_MS;
}

const ofPostgres = (clock: MovedClock | undefined, wrongTimes: number): Figure[] => [
  counted('PostgreSQL ahead at most', (clock?.furthestAheadMs ?? 0) / 1_000, 's'),
  counted('PostgreSQL behind at most', (clock?.furthestBehindMs ?? 0) / 1_000, 's'),
  exactly('looks at which its clock was another one than it should be', wrongTimes, 0),
];

/**
 * What needs WeChat waits until the clocks are right; nothing else needs a clock that is. But PostgreSQL reckons its time limits by
 * the clock that is moved: whoever is within a statement or a transaction when it jumps ahead is told to come again (503).
 */
function ofRequests({ history }: WholeRun, from: number): Figure[] {
  const meanwhile = history.entries.slice(from);
  const [orders, others] = [
    meanwhile.filter(({ what }) => what === 'order'),
    meanwhile.filter(({ what }) => what !== 'order' && what !== 'sign_in'),
  ];
  const [putOff, failed] = [
    meanwhile.filter(({ status }) => status === 503),
    others.filter(({ status }) => status !== 503),
  ];
  return [
    counted('orders placed meanwhile', orders.filter(({ status }) => status === 201).length),
    counted(
      'orders put off because WeChat refused our clock',
      orders.filter(({ said }) => said === 'payment_rejected').length,
    ),
    counted('requests put off because a time limit of PostgreSQL ran out at once', putOff.length),
    exactly('other requests that failed', serverFaults(failed), 0),
  ];
}
