import { existsSync, readFileSync } from 'node:fs';
import type { Results } from './page-text.ts';

/** Both from the repository's root, where npm runs us. */
export const RESULTS = 'docs/reliability/mutation.json';
export const PAGE = 'docs/reliability/mutation.md';

export const readResults = (): Results =>
  existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Results) : {};
