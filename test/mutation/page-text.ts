import { markdownTable } from '../../bench/report/markdown-table.ts';
import { AREAS } from './areas.ts';
import { type AreaResult, type Survivor, scoreOf } from './mutation-report.ts';
import { type Reason, reasonFor } from './reasons.ts';

export type Results = Readonly<Record<string, AreaResult>>;

/** Of what could be noticed, in percent. */
export const FLOOR = 95;

/** docs/reliability/mutation.md, out of what the runs have found. */
export const pageText = (results: Results, reasons: readonly Reason[]): string =>
  [
    ...HEAD,
    ...scoreTable(results),
    '',
    ...remarks(results),
    ...AREAS_TEXT,
    ...survivorSections(results, reasons),
    '',
  ].join('\n');

const HEAD = [
  '# Would the tests notice?',
  '',
  'Written by `npm run mutate`. Stryker changes the code that decides about money, one place at a time (`<` becomes `<=`, a condition always',
  'true, a call vanishes), and runs the unit and property tests on it. A change that no test notices has survived. Each survivor',
  `is below with the reason why it may; one without a reason, or less than ${FLOOR} % noticed in an area, fails the command.`,
  '',
];

const AREAS_TEXT = [
  'Noticed: a test failed, or the code did not come to an end. Left aside are the texts of messages, since a sentence decides nothing, and what is',
  'looked at only when its file is loaded (constants, tables): each would need a process of its own. Eight slow tests are left out (`SLOW`).',
  '',
  'The files of each area are in [test/mutation/areas.ts](../../test/mutation/areas.ts). `npm run mutate -- ledger` repeats one area and remembers what has not changed;',
  '`-- --from-scratch` forgets.',
];

function scoreTable(results: Results): string[] {
  const rows = Object.entries(results).map(([name, result]) => {
    const { killed, timedOut, survivors, ignored, day, commit } = result;
    const tried = killed + timedOut + survivors.length;
    const score = `${scoreOf(result).toFixed(1)} %`;
    return [name, `${tried}`, `${killed + timedOut}`, score, `${survivors.length}`, `${ignored}`, `${day}, ${commit}`];
  });
  const missing = Object.keys(AREAS).filter((name) => results[name] === undefined);
  const notRun = missing.map((name) => [name, 'not run', '', '', '', '', '']);
  return markdownTable(
    ['area', 'changes', 'noticed', `wanted ≥ ${FLOOR} %`, 'survived', 'left aside', 'run'],
    [...rows, ...notRun],
  );
}

const remarks = (results: Results): string[] =>
  Object.entries(results).flatMap(([name, { remark }]) => (remark ? [`**Not one run:** ${name}: ${remark}.`, ''] : []));

function survivorSections(results: Results, reasons: readonly Reason[]): string[] {
  return Object.entries(results).flatMap(([name, { survivors }]) => [
    '',
    `## What survives in \`${name}\``,
    '',
    ...(survivors.length === 0 ? ['Nothing.'] : []),
    ...groupsOf(survivors, reasons).flatMap(([reason, group]) => [`- ${reason}`, ...group.map(survivorLine)]),
  ]);
}

function groupsOf(survivors: readonly Survivor[], reasons: readonly Reason[]): [string, Survivor[]][] {
  const groups = new Map<string, Survivor[]>();
  for (const survivor of survivors) {
    const reason = reasonFor(survivor, reasons) ?? '**No reason yet.**';
    groups.set(reason, [...(groups.get(reason) ?? []), survivor]);
  }
  return [...groups];
}

const survivorLine = ({ file, original, replacement }: Survivor): string =>
  `  - ${file}: ${code(original)} → ${code(replacement)}`;

/** Code that may have a backtick in it. */
const code = (text: string): string => {
  const shown = text.length > 120 ? `${text.slice(0, 119)}…` : text;
  if (shown === '') return 'nothing';
  return shown.includes('`') ? `\`\` ${shown} \`\`` : `\`${shown}\``;
};
