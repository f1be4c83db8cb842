import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Problems } from '../../preview/build/problems.ts';
import { functionNamesOf } from './script.ts';
import { at, filesIn, readIn } from './source-text.ts';

const HANDLER = /\s(?:capture-)?(?:bind|catch|mut-bind):?[\w-]+\s*=\s*(["'])(.*?)\1/g;

/** WeChat says nothing when a template names a function that the page does not have: the tap has no effect. */
export function checkHandlers(root: string, problems: Problems): void {
  for (const file of filesIn(root, '.wxml')) {
    const script = file.replace(/\.wxml$/, '.ts');
    if (!existsSync(path.join(root, script))) continue;
    const source = readIn(root, file);
    const known = functionNamesOf(root, script);
    for (const { 2: name = '', index } of source.matchAll(HANDLER)) {
      if (!name || name.includes('{{') || known.has(name)) continue;
      problems.error(at(file, source, index + 1), `handler "${name}" is not in ${path.basename(script)}`);
    }
  }
}
