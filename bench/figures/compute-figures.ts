import type { Slice } from '../contender.ts';
import { OURS } from '../contenders/hot-seahorse.ts';
import type { Cell } from '../matrix/cell.ts';
import { ratio, summarise } from '../matrix/compare.ts';
import type { Results } from '../results.ts';
import { atLeast, counted, type Figure, type Measured, mustBeZero } from './figure.ts';
import { growthFigures } from './growth-figures.ts';
import { guaranteeFigures } from './guarantee-figures.ts';
import { WANTED_RATIOS } from './wanted-ratios.ts';

/** Every figure of the groups that were asked for, measured or not. */
export const figuresOf = (results: Results): Figure[] => [
  ...ratioFigures(results),
  ...ourFigures(results),
  ...guaranteeFigures(results),
  ...pacedFigures(results),
  ...growthFigures(results),
  counted('share of the cores that others took meanwhile', percentOf(results.othersShare), '%'),
  mustBeZero('requests not answered as they should be', failuresIn(results), ''),
  mustBeZero(`mistakes in the books, compared ${results.audits} times`, results.mistakes.length, ''),
];

const percentOf = (share: number | null): number | null => (share === null ? null : share * 100);

export const cellAt = (cells: readonly Cell[], connections: number, spread: string): Cell | undefined =>
  cells.find(({ load }) => load.connections === connections && load.spread === spread);

function ratioFigures(results: Results): Figure[] {
  const wanted = WANTED_RATIOS.filter(({ group }) => results.plan.groups.includes(group));
  return wanted.map(({ name, group, of, against, connections, spread, measure, floor, goal }) => {
    const cell = cellAt(group === 'http' ? results.http : results.inProcess, connections, spread);
    const missing = results.absent.get(against) ?? results.absent.get(of) ?? `no load of ${connections} connections`;
    const measured: Measured = ratio(cell, of, against, measure) ?? { missing };
    return atLeast({ name, unit: '×', goal, floor }, measured);
  });
}

/** Of the machine, not of the product: they compare with nothing but themselves. */
function ourFigures({ http }: Results): Figure[] {
  return http.flatMap(({ load, slices }) => {
    const own = slices.get(OURS);
    if (!own?.length || load.connections !== 64) return [];
    const { requestsPerSecond, p50Ms, p99Ms, postgresCpuUs, nodeCpuUs, generatorCpuUs, nodeMebibytes } = summarise(own);
    const at = load.spread === 'hot' ? 'one hot account' : 'evenly';
    return [
      counted(`requests, ${at}`, requestsPerSecond, '/s'),
      counted(`p50, ${at}`, p50Ms, 'ms'),
      counted(`p99, ${at}`, p99Ms, 'ms'),
      counted(`CPU of PostgreSQL per request, ${at}`, postgresCpuUs, 'µs'),
      counted(`CPU of Node per request, ${at}`, nodeCpuUs, 'µs'),
      counted(`CPU of the load generator per request, ${at}`, generatorCpuUs, 'µs'),
      counted(`memory of the API process, ${at}`, nodeMebibytes, 'MiB'),
    ];
  });
}

const pacedFigures = ({ paced }: Results): Figure[] =>
  paced.flatMap(({ spread, perSecond, slice }) => {
    const at = `${spread === 'hot' ? 'one hot account' : 'evenly'}, at half of saturation`;
    return [
      counted(`requests asked for, ${at}`, perSecond, '/s'),
      counted(`p50, ${at}`, slice.p50Ms, 'ms'),
      counted(`p99, ${at}`, slice.p99Ms, 'ms'),
      counted(`p99.9, ${at}`, slice.p999Ms, 'ms'),
    ];
  });

function failuresIn({ http, inProcess, paced, growth }: Results): number {
  const slices = [...http, ...inProcess].flatMap((cell): Slice[] => [...cell.slices.values()].flat());
  return [...slices, ...paced, ...growth].reduce((sum, one) => sum + ('slice' in one ? one.slice : one).failures, 0);
}
