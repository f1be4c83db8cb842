import type { Slice } from '../contender.ts';
import type { Figure } from '../figures/figure.ts';
import type { Cell } from '../matrix/cell.ts';
import { summarise } from '../matrix/compare.ts';
import type { Results } from '../results.ts';
import { markdownTable } from './markdown-table.ts';
import { numberText, spreadText } from './number-text.ts';
import { isBeyondFloor, wantedText } from './print-table.ts';

export function figureSection(figures: readonly Figure[]): string[] {
  const rows = figures.map((figure) => [
    figure.name,
    figure.value === null ? 'not measured' : `${numberText(figure.value)} ${figure.unit}`.trim(),
    wantedText(figure),
    verdictOn(figure),
  ]);
  return markdownTable(['figure', 'measured', 'wanted', ''], rows, ['left', 'right', 'left', 'left']);
}

function verdictOn(figure: Figure): string {
  if (figure.missing !== null) return figure.missing;
  if (figure.floor === null) return '';
  if (figure.pass === false) return '✘ below the floor';
  return isBeyondFloor(figure) ? '✔ goal reached' : '✔';
}

const HEAD = ['', 'requests/s', 'p50 ms', 'p99 ms', 'p99.9 ms', 'CPU µs: PostgreSQL', 'Node', 'generator'];

export const loadSection = (cell: Cell, titles: Results['titles']): string[] => [
  `### ${cell.load.connections} at once, ${spreadText(cell.load.spread)}`,
  '',
  ...markdownTable(
    HEAD,
    [...cell.slices]
      .map(([name, slices]) => ({ title: titles.get(name) ?? name, slice: summarise(slices) }))
      .sort((a, b) => b.slice.requestsPerSecond - a.slice.requestsPerSecond)
      .map(({ title, slice }) => [title, ...numbersOf(slice)]),
  ),
  '',
];

const numbersOf = (slice: Slice): string[] =>
  [
    ...[slice.requestsPerSecond, slice.p50Ms, slice.p99Ms, slice.p999Ms],
    ...[slice.postgresCpuUs, slice.nodeCpuUs, slice.generatorCpuUs],
  ].map(numberText);

export function growthSection({ growth }: Results): string[] {
  if (growth.length === 0)
    return ['Not measured in this run: `npm run bench -- --growth` takes an hour and 20 GB of disk.'];
  const rows = growth.map(({ step, slice }) => [step.name, ...numbersOf(slice)]);
  return markdownTable(HEAD, rows);
}
