import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What is ours in the mini-program: what 构建 npm has put there is not. */
export const filesIn = (root: string, extension: string, packages?: 'with packages'): readonly string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith(extension) && (packages || !file.startsWith('miniprogram_npm/')))
    .sort();

export const readIn = (root: string, file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Where something stands: `pages/home/home.wxml:12`. */
export const at = (file: string, source: string, index: number): string =>
  `${file}:${source.slice(0, index).split('\n').length}`;
