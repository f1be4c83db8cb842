import type { Figure } from '../figure.ts';
import { type CampaignRecord, commandOf } from './record.ts';

/** What the report says of a campaign beside its figures. */
export type Described = { readonly about: string; readonly of: string; readonly fullSize: number };

const HEAD = `# What it survives

Written by \`npm run fault -- report\` from the raw results in [reliability/raw/](reliability/raw/), one file for the newest recorded run of each campaign
(\`npm run fault -- <campaign> --record\`). Each can be repeated with its command: the seed decides every chance. A figure with a goal passes or fails; one without is a count.
What was found on the way, and the test of each: [reliability/found.md](reliability/found.md). Would the tests notice a mistake:
[reliability/mutation.md](reliability/mutation.md).
`;

/** docs/reliability.md, whole. */
export function reportText(records: readonly CampaignRecord[], campaigns: Readonly<Record<string, Described>>): string {
  const recorded = new Map(records.map((record) => [record.campaign, record]));
  const rows = Object.entries(campaigns).map(([name, described]) => rowOf(name, described, recorded.get(name)));
  const sections = Object.entries(campaigns).flatMap(([name, described]) => {
    const record = recorded.get(name);
    return record ? [sectionOf(record, described)] : [];
  });
  const table = ['| campaign | size | of | goals met | seed | commit |', '|---|--:|---|---|--:|---|', ...rows].join(
    '\n',
  );
  return `${[HEAD.trimEnd(), table, ...sections].join('\n\n')}\n`;
}

function rowOf(name: string, { of, fullSize }: Described, record: CampaignRecord | undefined): string {
  if (!record) return `| ${name} | ${count(fullSize)} | ${of} | **not run** | | |`;
  const size = record.size < fullSize ? `${count(record.size)} of ${count(fullSize)}` : count(record.size);
  const goals = record.figures.filter(({ goal }) => goal !== '');
  const met = goals.filter(({ pass }) => pass).length;
  const said = met === goals.length ? `${met} of ${goals.length}` : `**${met} of ${goals.length}**`;
  return `| [${name}](#${name}) | ${size} | ${of} | ${said} | ${record.seed} | ${record.commit} |`;
}

function sectionOf(record: CampaignRecord, { about }: Described): string {
  const { node, cores, memoryGib } = record.machine;
  const figures = record.figures.map(figureRow);
  return [
    `## ${record.campaign}`,
    `${about}`,
    `\`${commandOf(record)}\`, ${record.day}, ${count(record.tookSeconds)} s on ${cores} cores, ${memoryGib} GiB, Node ${node.replace('v', '')}.`,
    ['| figure | value | goal | |', '|---|--:|---|---|', ...figures].join('\n'),
  ].join('\n\n');
}

const figureRow = ({ name, value, unit, goal, pass }: Figure): string =>
  `| ${name} | ${count(value)}${unit ? ` ${unit}` : ''} | ${goal} | ${goal === '' ? '' : pass ? 'met' : '**missed**'} |`;

/** `12,345`; figures may have decimals. */
const count = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 });
