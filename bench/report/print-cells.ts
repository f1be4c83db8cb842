import type { Cell } from '../matrix/cell.ts';
import { summarise } from '../matrix/compare.ts';
import type { Results } from '../results.ts';
import { numberText, spreadText } from './number-text.ts';

const HEAD = ['req/s', 'p50 ms', 'p99 ms', 'CPU µs: pg', 'node', 'load'];

/** For a terminal: everybody under each load, the fastest first. */
export const printCells = ({ http, inProcess, titles }: Results): string[] =>
  [...http, ...inProcess].flatMap((cell) => ['', ...printCell(cell, titles)]);

function printCell({ load, slices }: Cell, titles: Results['titles']): string[] {
  const rows = [...slices]
    .map(([name, all]) => ({ title: titles.get(name) ?? name, slice: summarise(all) }))
    .sort((a, b) => b.slice.requestsPerSecond - a.slice.requestsPerSecond)
    .map(({ title, slice: { requestsPerSecond, p50Ms, p99Ms, postgresCpuUs, nodeCpuUs, generatorCpuUs } }) =>
      line(title, [requestsPerSecond, p50Ms, p99Ms, postgresCpuUs, nodeCpuUs, generatorCpuUs].map(numberText)),
    );
  return [line(`${load.connections} at once, ${spreadText(load.spread)}`, HEAD), ...rows];
}

const line = (first: string, others: readonly string[]): string =>
  `${first.padEnd(62)}${others.map((text) => text.padStart(11)).join('')}`;
