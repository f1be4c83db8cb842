import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildPreview } from '../../preview/build/build-preview.ts';
import { type Problem, toText } from '../../preview/build/problems.ts';
import { lint } from '../lint/lint.ts';
import { filesIn } from '../lint/source-text.ts';
import type { Gate } from './gate.ts';

const REPOSITORY = path.resolve(import.meta.dirname, '../../..');
const COMPILER = path.join(REPOSITORY, 'node_modules/typescript/bin/tsc');
const WECHAT = path.resolve(import.meta.dirname, '../node_modules/miniprogram-compiler/bin');
const PLATFORMS: Readonly<Record<string, string>> = { darwin: 'mac', linux: 'linux' };

const errorsOf = (problems: readonly Problem[]): readonly string[] =>
  problems.filter(({ level }) => level === 'error').map(toText);

/** From the cheapest on. `folder` has app/ and tsconfig.json in it. */
export const QUICK_GATES: readonly Gate[] = [
  { name: 'lint', look: (folder) => errorsOf(lint(path.join(folder, 'app')).all) },
  { name: 'preview', look: async (folder) => errorsOf((await buildPreview(path.join(folder, 'app'))).problems) },
  { name: 'wcc', look: (folder) => wechatsOld('wcc', folder, [...ours(folder, '.wxml'), ...ours(folder, '.wxs')]) },
  { name: 'tsc', look: (folder) => linesOf(run(process.execPath, [COMPILER, '-p', folder, '--noEmit'], folder)) },
];

const ours = (folder: string, extension: string): readonly string[] => filesIn(path.join(folder, 'app'), extension);

/** WeChat's compilers of templates and styles, of 2020: what they take, newer ones take. Whatever they say is a complaint. */
export function wechatsOld(name: 'wcc' | 'wcsc', folder: string, files: readonly string[]): readonly string[] {
  const binary = path.join(WECHAT, PLATFORMS[process.platform] ?? 'windows', name);
  spawnSync('chmod', ['+x', binary]);
  const debug = name === 'wcc' ? ['-d'] : [];
  const { status, signal, stderr, error } = spawnSync(binary, [...debug, ...files, '-o', '/dev/null'], {
    ...{ cwd: path.join(folder, 'app'), encoding: 'utf8' },
  });
  if (error) throw error;
  const said = stderr.trim();
  return status === 0 && !said ? [] : [`${name}: ${said || `ended with ${signal ?? status}`}`];
}

type Run = { readonly status: number | null; readonly output: string };

function run(command: string, args: readonly string[], cwd: string): Run {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

const linesOf = ({ status, output }: Run): readonly string[] => (status === 0 ? [] : output.trim().split('\n'));
