import { isKnown, type Problem } from '../api/problem.ts';
import type { Texts, Words } from './texts.ts';

/** What a refusal means to whoever reads the page. */
export const wordsOf = (texts: Texts, { code }: Problem): Words =>
  isKnown(code) ? texts.problems[code] : texts.trouble;
