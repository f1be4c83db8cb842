import { Problems } from '../../preview/build/problems.ts';
import { checkAppJson } from './app-json.ts';
import { checkHandlers } from './handlers.ts';
import { checkImports } from './imports.ts';
import { checkWxNames } from './wx-names.ts';
import { checkWxsCalls } from './wxs-calls.ts';

/** What neither WeChat's compiler nor TypeScript's sees. `root` is the folder with app.json. */
export function lint(root: string): Problems {
  const problems = new Problems();
  for (const check of [checkAppJson, checkHandlers, checkWxsCalls, checkImports, checkWxNames]) check(root, problems);
  return problems;
}
