import path from 'node:path';
import type { Problems } from '../../preview/build/problems.ts';
import { importsOf, parseScript, type Script } from './script.ts';
import { at, filesIn, readIn } from './source-text.ts';

/** What WeChat leaves out of the package without a word, and what would bring the phone into what is tested without one. */
export function checkImports(root: string, problems: Problems): void {
  const { dependencies = {} } = JSON.parse(readIn(root, '../package.json')) as {
    dependencies?: Record<string, string>;
  };
  for (const file of filesIn(root, '.ts')) {
    const script = parseScript(root, file);
    for (const { from, typeOnly, position } of importsOf(script)) {
      const where = at(file, script.source, position + 1);
      const target = path.posix.join(path.posix.dirname(file), from);
      if (from.startsWith('.') && !typeOnly && target.startsWith('..')) {
        problems.error(where, `imports a value from outside of the mini-program: ${from}`);
      }
      const name = from.split('/')[from.startsWith('@') ? 1 : 0] ?? '';
      if (!from.startsWith('.') && !(name in dependencies)) problems.error(where, `${name} is not in package.json`);
    }
    checkPurity(script, problems);
  }
}

const PURE = /^shared\/|^api\/(client|session-keeper|problems|ports|types|types\/[\w-]+)\.ts$/;

function checkPurity({ file, source }: Script, problems: Problems): void {
  const use = PURE.test(file) ? /\b(wx|getApp|getCurrentPages|WechatMiniprogram)\s*\./.exec(source) : null;
  if (use) problems.error(at(file, source, use.index), `uses ${use[1]}: this part knows no phone`);
}
