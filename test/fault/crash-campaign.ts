import { setTimeout as delay } from 'node:timers/promises';
import { answerText } from '../race/answer-text.ts';
import { type CrashFigures, killCharging, lookAfter, noCrashes, someoneBusy } from '../race/crashes.ts';
import { type DurableDatabase, durableDatabase } from '../race/durable-database.ts';
import { type Spender, TwoProcesses } from '../race/spenders.ts';
import { newId } from '../support/ids.ts';
import { Dice } from './dice.ts';
import { counted, exactly, type Figure } from './figure.ts';

const CLIENTS = 32;
const PROCESSES_PER_CRASH = 2;

/** Half of them of PostgreSQL, and twice as many of a process that charges. */
export async function crashCampaign(crashes: number, seed: number): Promise<Figure[]> {
  const dice = new Dice(seed);
  const ofProcesses = await killsOfProcesses(crashes * PROCESSES_PER_CRASH, dice);
  const ofPostgres = await crashesOfPostgres(crashes, dice);
  const figuresOf = (of: string, seen: CrashFigures): Figure[] => [
    counted(`${of}: calls acknowledged`, seen.acknowledged),
    counted(`${of}: calls in doubt`, seen.inDoubt),
    counted(`${of}: of which were there`, seen.inDoubtPresent),
    exactly(`${of}: acknowledged calls lost`, seen.lost, 0),
    exactly(`${of}: calls that counted twice`, seen.doubled, 0),
    exactly(`${of}: calls answered otherwise afterwards`, seen.answeredOtherwise, 0),
    exactly(`${of}: wrong books`, seen.wrongBooks, 0),
  ];
  return [
    counted('processes killed', crashes * PROCESSES_PER_CRASH),
    ...figuresOf('process', ofProcesses),
    counted('PostgreSQL stopped at once', crashes),
    ...figuresOf('PostgreSQL', ofPostgres),
  ];
}

export async function killsOfProcesses(times: number, dice: Dice): Promise<CrashFigures> {
  const race = await TwoProcesses.open();
  const seen = noCrashes();
  try {
    for (let killed = 0; killed < times; killed++) {
      const spender = await someoneBusy(race);
      const calls = await killCharging(race, spender, dice);
      await lookAfter(race, spender, calls, seen);
    }
  } finally {
    await race.close();
  }
  return seen;
}

export async function crashesOfPostgres(times: number, dice: Dice): Promise<CrashFigures> {
  const database = await durableDatabase();
  const race = await TwoProcesses.on(database);
  const seen = noCrashes();
  try {
    for (let crashed = 0; crashed < times; crashed++) {
      const spender = await someoneBusy(race);
      await lookAfter(race, spender, await crashWhileCharging(database, race, spender, dice), seen);
    }
  } finally {
    await race.close();
  }
  return seen;
}

async function crashWhileCharging(database: DurableDatabase, race: TwoProcesses, spender: Spender, dice: Dice) {
  const answers = new Map<string, string | null>();
  let isOver = false;
  const client = async (): Promise<void> => {
    while (!isOver) {
      const idempotencyKey = newId();
      answers.set(idempotencyKey, null);
      // What fails is in doubt: it is asked for again afterwards.
      const outcome = await race.charge(spender.usage({ idempotencyKey })).catch(() => null);
      if (outcome) answers.set(idempotencyKey, answerText(outcome));
      else await delay(20);
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  await delay(dice.between(100, 400));
  await database.crash();
  isOver = true;
  await Promise.all(clients);
  return { answers };
}
