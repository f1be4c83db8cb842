import type { Dice } from '../../fault/dice.ts';
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

/** Every pair of operations, in at most so many orders of their statements for each start; the careless one apart. */
export async function explore(ordersPerPair: number, dice: Dice, tell: (figures: PairFigures) => void = () => {}) {
  const race = await TwoProcesses.open();
  const sessions = [await Session.open(race.database.url), await Session.open(race.database.url)] as const;
  const bench = { race, sessions, control: race.database.knex };
  const all = Object.entries(OPERATIONS);
  const pairs = all.flatMap((one, nth) => all.slice(nth).map((other): readonly [Named, Named] => [one, other]));
  const run = async (
    [[name, one], [otherName, other]]: readonly [Named, Named],
    most: number,
    starts = STARTS,
  ): Promise<PairFigures> => {
    const figures = { pair: `${name} | ${otherName}`, schedules: 0, areAll: true, violations: [] as string[] };
    for (const start of starts) {
      const found = await explorePair(bench, start, [one, other], most, dice);
      figures.schedules += found.schedules;
      figures.areAll &&= found.areAll;
      figures.violations.push(...found.violations.map((violation) => `${figures.pair}, ${start}: ${violation}`));
    }
    tell(figures);
    return figures;
  };
  try {
    const careful: PairFigures[] = [];
    for (const [nth, pair] of pairs.entries()) {
      // A slice takes them by turns.
      const starts = ordersPerPair > 1 ? STARTS : STARTS.slice(nth % 2, (nth % 2) + 1);
      careful.push(await run(pair, ordersPerPair, starts));
    }
    const consume: Named = ['consume', OPERATIONS['consume'] as Operation];
    const careless = await run([CARELESS_ONE, consume], Math.max(ordersPerPair, 40));
    return { careful, careless };
  } finally {
    await Promise.all(sessions.map((session) => session.close()));
    await race.close();
  }
}

/** What comes of two operations at once must be what comes of one after the other, in one of the two orders. */
async function explorePair(
  bench: Parameters<typeof runSchedule>[0],
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
