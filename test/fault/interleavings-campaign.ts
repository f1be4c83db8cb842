import { explore, type PairFigures } from '../race/interleavings/explore.ts';
import { counted, exactly, type Figure } from './figure.ts';

/** Two sessions, every pair of operations that move points, in at most so many orders of their statements. */
export async function interleavingsCampaign(ordersPerPair: number, seed: number): Promise<Figure[]> {
  const isSlice = ordersPerPair === 1;
  const { careful, careless } = await explore({
    ...{ ordersPerPair, seed, atOnce: isSlice ? 2 : 4 },
    ...(isSlice ? {} : { tell: tellPair }),
  });
  const violations = careful.flatMap((pair) => pair.violations);
  for (const violation of violations.slice(0, 5)) console.error(violation);
  const sum = (of: (pair: PairFigures) => number): number => careful.reduce((total, pair) => total + of(pair), 0);
  return [
    counted('pairs of operations', careful.length),
    counted(
      'schedules',
      sum(({ schedules }) => schedules),
    ),
    counted('pairs of which all orders of their statements ran', careful.filter(({ areAll }) => areAll).length),
    counted('schedules of the pair with the most', Math.max(...careful.map(({ schedules }) => schedules))),
    exactly('schedules that come to what no order of the two does', violations.length, 0),
    { ...counted('schedules of the careless one', careless.schedules) },
    {
      ...{ name: 'of which were found wrong', value: careless.violations.length, unit: '', goal: '≥ 1' },
      pass: careless.violations.length >= 1,
    },
  ];
}

/** The whole of it takes most of an hour: what has been done is told on the way, and a violation at once. */
function tellPair({ pair, schedules, areAll, violations }: PairFigures): void {
  console.error(`  ${pair}: ${schedules} schedules${areAll ? ', all there are' : ''}, ${violations.length} violations`);
}
