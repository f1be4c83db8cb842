import { readFile } from 'node:fs/promises';

/** The metrics that the guide for operators lists, one a row of its tables: `| seahorse_… | …`. */
export async function documentedMetrics(): Promise<readonly string[]> {
  const guide = await readFile('docs/operators/watching.md', 'utf8');
  return [...guide.matchAll(/^\| `(seahorse_\w+)/gm)].map(([, name]) => name as string);
}
