import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { atLeast, counted, exactly, type Figure, failedFigures } from '../fault/figure.ts';
import { printFigure } from '../fault/print-figure.ts';
import { orUsage } from '../support/or-usage.ts';
import { AREAS } from './areas.ts';
import { type AreaResult, type MutationReport, resultOf, scoreOf } from './mutation-report.ts';
import { FLOOR, pageText } from './page-text.ts';
import { idleReasons, REASONS, reasonFor } from './reasons.ts';
import { PAGE, RESULTS, readResults } from './results.ts';
import { runStryker } from './run-stryker.ts';

const USAGE = `npm run mutate [-- <area>…] [--from-scratch] [--json]

Changes the money code in every small way and runs its tests: each change must fail one. Without a name: every area.
  ${Object.keys(AREAS).join(', ')}
  --from-scratch   forgets what is known from earlier runs
  --json           one object per figure

Writes ${PAGE}. Exit status 0: every goal was met; 1: one was not; 2: the command line was not understood.`;

const { values, positionals } = orUsage(USAGE, () =>
  parseArgs({
    allowPositionals: true,
    options: { 'from-scratch': { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  }),
);
const wanted = positionals.length > 0 ? positionals : Object.keys(AREAS);
const unknown = wanted.filter((name) => AREAS[name] === undefined);
if (unknown.length > 0) {
  console.error(`no such area: ${unknown.join(', ')}; there are ${Object.keys(AREAS).join(', ')}`);
  process.exit(2);
}

const failures: string[] = [];
for (const name of wanted) {
  const area = AREAS[name];
  if (!area) continue;
  const report = await runStryker(name, area, { fromScratch: values['from-scratch'] });
  const result = resultOf(report, { day: new Date().toISOString().slice(0, 10), commit: commitOfToday() });
  keep(name, result);
  const figures = figuresOf(result, report);
  for (const figure of figures) printFigure(name, figure, values.json);
  failures.push(...failedFigures(figures).map((failure) => `${name}: ${failure}`));
}
if (failures.length > 0) console.error(`\nfailed (${PAGE} shows what survives):\n  ${failures.join('\n  ')}`);
process.exit(failures.length > 0 ? 1 : 0);

function figuresOf(result: AreaResult, { files }: MutationReport): Figure[] {
  const isMutated = (file: string): boolean => files[file] !== undefined;
  return [
    counted('changes noticed', result.killed + result.timedOut),
    atLeast('score', Math.floor(10 * scoreOf(result)) / 10, FLOOR, '%'),
    exactly('survivors without a reason', result.survivors.filter((survivor) => !reasonFor(survivor)).length, 0),
    exactly('reasons for what is noticed', idleReasons(result.survivors, isMutated).length, 0),
  ];
}

function keep(name: string, result: AreaResult): void {
  const results = { ...readResults(), [name]: result };
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(PAGE, pageText(results, REASONS));
}

function commitOfToday(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
}
