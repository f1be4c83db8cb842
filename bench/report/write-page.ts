import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Figure } from '../figures/figure.ts';
import type { Results } from '../results.ts';
import { drawPlot } from './draw-plot.ts';
import { pageText } from './page-text.ts';

const DOCS = new URL('../../docs/', import.meta.url);

/** Writes the results page and its plot; answers their names. */
export async function writePage(results: Results, figures: readonly Figure[]): Promise<string[]> {
  const files = { 'benchmarks.md': pageText(results, figures), 'benchmarks.svg': drawPlot(results) };
  for (const [name, content] of Object.entries(files)) await writeFile(fileURLToPath(new URL(name, DOCS)), content);
  return Object.keys(files).map((name) => `docs/${name}`);
}
