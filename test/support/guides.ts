import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { GUIDES } from '../../src/adapters/http/docs/site-map.ts';
import { REPOSITORY } from './http/run-cli.ts';

export type CodeBlock = { readonly language: string; readonly code: string };

export const readGuide = (file: string): Promise<string> => readFile(path.join(REPOSITORY, file), 'utf8');

/** What stands between fences, in order. */
export const codeBlocks = (markdown: string): CodeBlock[] =>
  [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) => ({ language, code }));

export async function blocksOf(file: string, language: string): Promise<string[]> {
  return codeBlocks(await readGuide(file)).flatMap((block) => (block.language === language ? [block.code] : []));
}

export const GUIDE_FILES: readonly string[] = GUIDES.map(({ file }) => file);

/** Whether a text is as a guide shows it; `…` stands for anything. */
export function isAsShown(text: string, shown: string): boolean {
  const parts = shown
    .trim()
    .split('…')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*?')}$`).test(text.trim());
}

/** The same of JSON, whatever its layout. */
export function isJsonAsShown(value: unknown, shown: unknown): boolean {
  if (typeof shown === 'string') return typeof value === 'string' && isAsShown(value, shown);
  if (typeof shown !== 'object' || shown === null) return value === shown;
  if (typeof value !== 'object' || value === null) return false;
  const [have, want] = [Object.entries(value), Object.entries(shown)];
  if (have.length !== want.length || Array.isArray(value) !== Array.isArray(shown)) return false;
  return want.every(([name, each]) => Object.hasOwn(value, name) && isJsonAsShown(Reflect.get(value, name), each));
}
