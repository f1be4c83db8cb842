import { counted, exactly, type Figure } from '../figure.ts';
import { TOLD } from './figures-of-months.ts';
import { MISTAKES, type Mistake } from './planted-mistakes.ts';
import { type Month, runAMonth } from './run-a-month.ts';
import { Tally } from './tally.ts';

/** A mistake has to show within so many months. */
const MISTAKE_WITHIN = 60;
const [REPLAYED_FAILURES, REPLAYS_OF_A_FAILURE] = [10, 10];
/** From here on everything has to have come about, and the speed is not that of a cold start. */
const MANY = 100;
const TELL_EVERY = 500;

type Run = {
  readonly tally: Tally;
  readonly failed: readonly Month[];
  readonly first: Month;
  readonly hours: number;
  readonly cpuSeconds: number;
};

/**
 * So many months of virtual time, with seeds from `seed` on: the whole application on the memory stores, under a fake clock,
 * with everything in turns that the dice decide. `--size 1 --seed …` repeats one.
 */
export async function timeCampaign(size: number, seed: number): Promise<Figure[]> {
  const run = await runMonths(size, seed);
  const replays = await replay(run);
  const planted = MISTAKES.filter(({ isRare }) => !isRare || size >= MANY);
  const found = await findAll(planted, seed);
  const missed = found.filter(({ within }) => within === null);
  for (const { mistake } of missed) console.error(`time: nobody has found that ${mistake.name}`);
  const perSecond = Math.round(run.hours / run.cpuSeconds);
  const absent = TOLD.filter(({ keys }) => keys.every((key) => run.tally.of(key) === 0));
  return [
    counted('months', size),
    counted('virtual time', run.hours, 'h'),
    {
      ...counted('virtual time in a second of one core', perSecond, 'h'),
      goal: '≥ 1000',
      pass: size < MANY || perSecond >= 1_000,
    },
    exactly('months with a violation', run.failed.length, 0),
    counted('months replayed', replays.length),
    exactly('of which differ', replays.filter((isSame) => !isSame).length, 0),
    exactly('planted mistakes found', found.length - missed.length, planted.length),
    counted('most months that one of them took', Math.max(...found.map(({ within }) => within ?? MISTAKE_WITHIN))),
    ...TOLD.map(({ name, keys }) =>
      counted(
        name,
        keys.reduce((sum, key) => sum + run.tally.of(key), 0),
      ),
    ),
    exactly('of which none has come about', size < MANY ? 0 : absent.length, 0),
  ];
}

async function runMonths(size: number, seed: number): Promise<Run> {
  const [tally, failed] = [new Tally(), [] as Month[]];
  const before = process.cpuUsage();
  let hours = 0;
  const note = (month: Month): Month => {
    hours += month.virtualHours;
    for (const [what, times] of month.tally.counts) tally.add(what, times);
    const [violation] = month.violations;
    if (violation !== undefined) failed.push(month);
    if (violation !== undefined) console.error(`time: --size 1 --seed ${month.seed} repeats: ${violation}`);
    return month;
  };
  const first = note(await runAMonth(seed));
  for (let months = 2; months <= size; months++) {
    note(await runAMonth(seed + months - 1));
    if (months % TELL_EVERY === 0) console.error(`  ${months} months, ${failed.length} with a violation`);
  }
  const { user, system } = process.cpuUsage(before);
  return { tally, failed, first, hours, cpuSeconds: (user + system) / 1e6 };
}

/** The first one once, and those that failed, at most ten of them, ten times: whether they have done the same. */
async function replay({ first, failed }: Run): Promise<boolean[]> {
  const again = [
    first,
    ...failed.slice(0, REPLAYED_FAILURES).flatMap((month) => Array<Month>(REPLAYS_OF_A_FAILURE).fill(month)),
  ];
  const same: boolean[] = [];
  for (const { seed, trace } of again) same.push((await runAMonth(seed)).trace === trace);
  return same;
}

type Found = { readonly mistake: Mistake; readonly within: number | null };
async function findAll(mistakes: readonly Mistake[], seed: number): Promise<Found[]> {
  const found: Found[] = [];
  for (const mistake of mistakes) found.push({ mistake, within: await monthsUntilFound(mistake, seed) });
  return found;
}

/** Null: not in time. */
async function monthsUntilFound(mistake: Mistake, seed: number): Promise<number | null> {
  for (let months = 1; months <= MISTAKE_WITHIN; months++) {
    const { violations } = await runAMonth(seed + months - 1, mistake);
    if (violations.length > 0) return months;
  }
  return null;
}
