import { Dice } from '../../fault/dice.ts';
import { TwoProcesses } from '../spenders.ts';
import { CARELESS, OPERATIONS, type Operation } from './operations.ts';
import { allOrders, numberOfOrders, type Order, runSchedule } from './schedule.ts';
import { Session } from './session.ts';
import type { Start } from './world.ts';

export type PairFigures = {
  readonly pair: string;
  readonly schedules: number;
  /** Were these all orders of their statements? */
  readonly areAll: boolean;
  readonly violations: readonly string[];
};
type Named = readonly [string, Operation];

const STARTS: readonly Start[] = ['a lot is open', 'no lot is open'];
const CARELESS_ONE: Named = ['careless consume', CARELESS];
/** Before all orders of two are listed to choose from. */
const WORTH_LISTING = 20_000;

type Pair = readonly [Named, Named];
type Bench = Parameters<typeof runSchedule>[0];
export type Exploring = {
  /** For each start; the careless one gets at least 40. */
  readonly ordersPerPair: number;
  /** Which orders are taken where there are more; the same for a pair whatever came before it. */
  readonly seed: number;
  /** Most of a schedule is waiting, so that several pairs are looked at side by side, each in a database of its own. */
  readonly atOnce: number;
  readonly tell?: (figures: PairFigures) => void;
};

/** Every pair of operations, in at most so many orders of their statements; the careless one apart. */
export async function explore({ ordersPerPair, seed, atOnce, tell = () => {} }: Exploring) {
  const all = Object.entries(OPERATIONS);
  const pairs = all.flatMap((one, nth) => all.slice(nth).map((other): Pair => [one, other]));
  const consume: Named = ['consume', OPERATIONS['consume'] as Operation];
  const [careful, careless]: [PairFigures[], PairFigures[]] = [[], []];
  const waiting = [...pairs.entries()][Symbol.iterator]();
  await Promise.all(
    Array.from({ length: atOnce }, (_, worker) =>
      withBench(async (bench) => {
        if (worker === 0) {
          const most = Math.max(ordersPerPair, 40);
          careless.push(await explorePair(bench, [CARELESS_ONE, consume], STARTS, most, new Dice(seed)));
        }
        for (const [nth, pair] of waiting) {
          // A slice takes the starts by turns.
          const starts = ordersPerPair > 1 ? STARTS : STARTS.slice(nth % 2, (nth % 2) + 1);
          const figures = await explorePair(bench, pair, starts, ordersPerPair, new Dice(seed + nth));
          careful.push(figures);
          tell(figures);
        }
      }),
    ),
  );
  return { careful, careless: careless[0] as PairFigures };
}

async function withBench(work: (bench: Bench) => Promise<void>): Promise<void> {
  const race = await TwoProcesses.open();
  const sessions = [await Session.open(race.database.url), await Session.open(race.database.url)] as const;
  try {
    await work({ race, sessions, control: race.database.knex });
  } finally {
    await Promise.all(sessions.map((session) => session.close()));
    await race.close();
  }
}

async function explorePair(bench: Bench, pair: Pair, starts: readonly Start[], most: number, dice: Dice) {
  const [[name, one], [otherName, other]] = pair;
  const figures = { pair: `${name} | ${otherName}`, schedules: 0, areAll: true, violations: [] as string[] };
  for (const start of starts) {
    const found = await exploreFrom(bench, start, [one, other], most, dice);
    figures.schedules += found.schedules;
    figures.areAll &&= found.areAll;
    figures.violations.push(...found.violations.map((violation) => `${figures.pair}, ${start}: ${violation}`));
  }
  return figures;
}

/** What comes of two operations at once must be what comes of one after the other, in one of the two orders. */
async function exploreFrom(
  bench: Bench,
  start: Start,
  pair: readonly [Operation, Operation],
  most: number,
  dice: Dice,
) {
  const oneFirst = await runSchedule(bench, start, pair, Array(40).fill(0));
  const otherFirst = await runSchedule(bench, start, pair, Array(40).fill(1));
  const right = new Set([oneFirst.came, otherFirst.came]);
  const violations: string[] = [];
  const steps = [0, 1].map((nth) => Math.max(oneFirst.steps[nth] ?? 0, otherFirst.steps[nth] ?? 0));
  const orders = someOrders(steps[0] as number, steps[1] as number, most, dice);
  for (const [said, { came }] of [['first', oneFirst] as const, ['second', otherFirst] as const]) {
    if (/fault|wrong books/.test(came)) violations.push(`alone, the ${said} first: ${came}`);
  }
  for (const order of orders) {
    const { came } = await runSchedule(bench, start, pair, order);
    if (!right.has(came)) violations.push(`${order.join('')}: ${came}`);
  }
  const areAll = orders.length === numberOfOrders(steps[0] as number, steps[1] as number);
  return { schedules: orders.length + 2, areAll, violations };
}

function someOrders(first: number, second: number, most: number, dice: Dice): Order[] {
  const count = numberOfOrders(first, second);
  if (count <= WORTH_LISTING) {
    const orders = [...allOrders(first, second)];
    return count <= most ? orders : dice.shuffled(orders).slice(0, most);
  }
  const steps = [...Array<0>(first).fill(0), ...Array<1>(second).fill(1)];
  return Array.from({ length: Math.min(most, WORTH_LISTING) }, () => dice.shuffled(steps));
}
