import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WORST = ['serious', 'critical'];

type Finding = {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
};

/** What keeps somebody from using the page as it is now, by axe: what is serious or worse. `colours`: nothing else has changed. */
export async function findBarriers(page: Page, what: 'everything' | 'colours'): Promise<readonly string[]> {
  if (await page.evaluate(`typeof axe === 'undefined'`)) await page.evaluate(AXE);
  const options = { resultTypes: ['violations'], ...(what === 'colours' && { runOnly: ['color-contrast'] }) };
  const run = `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`;
  const findings: readonly Finding[] = await page.evaluate(run);
  return findings
    .filter(({ impact }) => WORST.includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}
