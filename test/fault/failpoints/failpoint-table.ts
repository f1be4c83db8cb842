import type { FailpointResults } from './failpoints-campaign.ts';
import { pointName } from './gate.ts';
import { LEFT_OUT } from './left-out.ts';
import type { Tried } from './try-points.ts';

const WORDS: Record<Tried['outcome'], string> = {
  survived: 'came to its end',
  violated: '**violated**',
  not_reached: '**not reached**',
};

/** The points of each flow with what happened, and what is no point and why, as Markdown. */
export function failpointTable({ recorded, tried }: FailpointResults): string {
  const known = recorded.reduce((sum, { points }) => sum + points.length, 0);
  const hit = tried.filter(({ outcome }) => outcome !== 'not_reached').length;
  const lines = [
    '# Where a process may die',
    '',
    'Written by `npm run fault -- failpoints --record`; [its README](../../test/fault/failpoints/README.md) says what a point is.',
    '',
    `${recorded.length} flows, ${known} points known, ${hit} hit (${percent(hit, known)}).`,
    ...recorded.flatMap(({ flow }) =>
      sectionOf(
        flow.name,
        tried.filter((each) => each.flow === flow),
      ),
    ),
    '## Left out',
    ...LEFT_OUT.map(({ because, methods }) => `- ${methods.map((method) => `\`${method}\``).join(' ')}: ${because}`),
  ];
  return `${lines.join('\n')}\n`;
}

const sectionOf = (name: string, tried: readonly Tried[]): string[] =>
  tried.length === 0
    ? []
    : ['', `## ${name}`, '', '| the process dies at | the flow |', '|---|---|', ...tried.map(rowOf), ''];

function rowOf(each: Tried): string {
  const detail = each.outcome === 'violated' ? `: ${each.detail.replaceAll(/[\n|]/g, ' ')}` : '';
  return `| \`${pointName(each.point)}\` | ${WORDS[each.outcome]}${detail} |`;
}

const percent = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.floor((part / whole) * 100)} %`;
