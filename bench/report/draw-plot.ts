import { OURS } from '../contenders/hot-seahorse.ts';
import { cellAt } from '../figures/compute-figures.ts';
import type { Cell } from '../matrix/cell.ts';
import { summarise } from '../matrix/compare.ts';
import type { Results } from '../results.ts';
import { numberText, spreadText } from './number-text.ts';

type Bar = { readonly label: string; readonly perSecond: number; readonly ours: boolean };

const WIDTH = 860;
const LABELS = 400;
const ROW = 26;
const LEFT_FOR_NUMBERS = 165;
const INK = '#1f2933';

/** Requests per second of everybody at 64 connections, on a logarithmic scale, as an SVG that needs nothing else. */
export function drawPlot({ http, titles }: Results): string {
  const panels = (['even', 'hot'] as const).flatMap((spread) => cellAt(http, 64, spread) ?? []);
  const drawn: string[] = [];
  let top = 10;
  for (const cell of panels) {
    const bars = barsOf(cell, titles);
    drawn.push(
      text(10, top + 20, `64 connections, ${spreadText(cell.load.spread)}: requests per second (logarithmic)`, 'bold'),
    );
    drawn.push(...bars.flatMap((bar, row) => drawBar(bar, top + 34 + row * ROW, bars)));
    top += 34 + bars.length * ROW + 20;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" font-family="sans-serif" font-size="13">`,
    '<title>Requests per second at 64 connections</title>',
    `<rect width="${WIDTH}" height="${top}" fill="#ffffff"/>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

const barsOf = ({ slices }: Cell, titles: Results['titles']): Bar[] =>
  [...slices]
    .map(([name, all]) => ({
      label: titles.get(name) ?? name,
      perSecond: summarise(all).requestsPerSecond,
      ours: name === OURS,
    }))
    .sort((a, b) => b.perSecond - a.perSecond);

function drawBar({ label, perSecond, ours }: Bar, y: number, all: readonly Bar[]): string[] {
  const most = Math.max(...all.map((bar) => bar.perSecond));
  const least = Math.min(...all.map((bar) => bar.perSecond)) / 2;
  const share = Math.log(perSecond / least) / Math.log(most / least);
  const width = Math.max(2, share * (WIDTH - LABELS - LEFT_FOR_NUMBERS));
  const own = all.find((bar) => bar.ours)?.perSecond ?? perSecond;
  const amount = `${numberText(perSecond)}${ours ? '' : ` (ours ${numberText(own / perSecond)}×)`}`;
  return [
    text(LABELS - 8, y + 15, label, ours ? 'bold' : 'normal', 'end'),
    `<rect x="${LABELS}" y="${y + 2}" width="${width.toFixed(1)}" height="${ROW - 8}" fill="${ours ? '#d9480f' : '#8d99a6'}"/>`,
    text(LABELS + width + 6, y + 15, amount, ours ? 'bold' : 'normal'),
  ];
}

const text = (x: number, y: number, words: string, weight: string, anchor = 'start'): string =>
  `<text x="${x.toFixed(1)}" y="${y}" font-weight="${weight}" text-anchor="${anchor}" fill="${INK}">${escaped(words)}</text>`;

const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
