import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Problems } from '../../preview/build/problems.ts';
import { at, filesIn, readIn } from './source-text.ts';

const typings = path.dirname(createRequire(import.meta.url).resolve('miniprogram-api-typings/package.json'));

/** Every function of `wx` that WeChat's typings know. */
function knownNames(): ReadonlySet<string> {
  const text = readFileSync(path.join(typings, 'types/wx/lib.wx.api.d.ts'), 'utf8');
  const wx = text.slice(text.lastIndexOf('interface Wx {'));
  return new Set([...wx.matchAll(/^ {8}(?:readonly )?(\w+)\s*[(<:]/gm)].map(([, name = '']) => name));
}

/** Also behind a cast, which the compiler believes. */
export function checkWxNames(root: string, problems: Problems): void {
  const known = knownNames();
  for (const file of filesIn(root, '.ts')) {
    const source = readIn(root, file);
    for (const { 1: name = '', index } of source.matchAll(/\bwx(?:\s+as\s+[^)]+\))?\.(\w+)/g)) {
      if (!known.has(name)) problems.error(at(file, source, index), `wx.${name} is not a function of WeChat`);
    }
  }
}
