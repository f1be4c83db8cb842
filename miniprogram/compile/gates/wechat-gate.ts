import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { filesIn } from '../lint/source-text.ts';
import { wechatsOld } from './quick-gates.ts';

/** WeChat's own limit is 2 MB; the difference is for what DevTools adds and for growth. */
const LARGEST_BYTES = 1_500_000;

export type Compiled = { readonly complaints: readonly string[]; readonly bytes: number; readonly files: number };

/** Builds the packages as 构建 npm does, compiles as an upload would, and weighs the result. */
export function compileAsWechat(folder: string): Compiled {
  const script = path.join(import.meta.dirname, 'wechat-compiler.cjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8', maxBuffer: 64 << 20 });
  const { error, bytes = 0, files = 0 } = lastLineOf(stdout, stderr);
  if (error) return { complaints: [`miniprogram-ci: ${error}`], bytes, files };
  const tooLarge = bytes > LARGEST_BYTES ? [`the package has ${bytes} bytes, more than ${LARGEST_BYTES}`] : [];
  const styles = wechatsOld('wcsc', folder, filesIn(path.join(folder, 'app'), '.wxss', 'with packages'));
  return { complaints: [...tooLarge, ...styles], bytes, files };
}

type Answer = { readonly error?: string; readonly bytes?: number; readonly files?: number };

function lastLineOf(stdout: string, stderr: string): Answer {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer;
  } catch {
    return { error: `ended without an answer: ${stderr.slice(-2_000)}` };
  }
}
