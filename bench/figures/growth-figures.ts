import type { Results } from '../results.ts';
import { atMost, counted, type Figure, type Measured } from './figure.ts';

/** What a request costs PostgreSQL in the largest database, against the smallest; without /proc, by the rate. */
export function growthFigures({ plan, growth }: Results): Figure[] {
  if (!plan.groups.includes('growth')) return [];
  const [first, last] = [growth[0], growth.at(-1)];
  const dearer: Measured =
    first && last ? costOf(last.slice) / costOf(first.slice) : { missing: 'nothing was measured' };
  return [
    ...growth.flatMap(({ step, slice }) => [
      counted(`requests in process, ${step.name}`, slice.requestsPerSecond, '/s'),
      counted(`CPU of PostgreSQL per request, ${step.name}`, slice.postgresCpuUs, 'µs'),
    ]),
    atMost(
      { name: 'cost of a request in the largest database against the smallest', unit: '×', goal: 1.3, floor: 1.7 },
      dearer,
    ),
  ];
}

type Cost = { readonly postgresCpuUs: number | null; readonly requestsPerSecond: number };
const costOf = ({ postgresCpuUs, requestsPerSecond }: Cost): number => postgresCpuUs ?? 1 / requestsPerSecond;
