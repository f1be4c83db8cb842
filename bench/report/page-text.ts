import type { Figure } from '../figures/figure.ts';
import type { Results } from '../results.ts';
import { figureSection, growthSection, loadSection } from './page-sections.ts';

/** docs/benchmarks.md, whole. */
export const pageText = (results: Results, figures: readonly Figure[]): string =>
  [
    '# Benchmarks',
    '',
    'Written by `npm run bench`; [bench/README.md](../bench/README.md) says what is measured and how. The ratios are of one run,',
    'everybody on the same machine in turn; the absolute numbers belong to that machine and that hour.',
    '',
    ...machineLines(results),
    '',
    '![Requests per second at 64 connections](benchmarks.svg)',
    '',
    '## Figures',
    '',
    'Ours divided by theirs, unless it says otherwise: the median of the ratios of each round.',
    '',
    ...figureSection(figures),
    '',
    '## Over HTTP, and pgbench beside it',
    '',
    ...results.http.flatMap((cell) => loadSection(cell, results.titles)),
    '## In process',
    '',
    ...results.inProcess.flatMap((cell) => loadSection(cell, results.titles)),
    '## Growth',
    '',
    ...growthSection(results),
    ...absentLines(results),
    '',
  ].join('\n');

const percent = (share: number | null): string =>
  share === null ? 'an unknown share' : `${Math.round(share * 100)} %`;

function machineLines({ machine, plan, begunAt, othersShare }: Results): string[] {
  const { cores, memoryGib, system, node, postgres, flushUs, loadBefore } = machine;
  return [
    `- ${begunAt.toISOString().slice(0, 10)}; ${plan.rounds} rounds of ${plan.seconds} s`,
    `- ${cores} cores for PostgreSQL, Node and the load generator together, ${memoryGib} GiB, ${system}, Node ${node.slice(1)}`,
    `- PostgreSQL ${postgres} with fsync, synchronous_commit and full_page_writes on; the disk keeps a page in ${flushUs} µs`,
    `- load of the machine before the run: ${loadBefore.toFixed(1)}; others took ${percent(othersShare)} of the cores meanwhile`,
  ];
}

function absentLines({ absent }: Results): string[] {
  if (absent.size === 0) return [];
  return ['', '## Not measured', '', ...[...absent].map(([name, why]) => `- ${name}: ${why}`)];
}
