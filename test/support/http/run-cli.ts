import { spawn } from 'node:child_process';
import path from 'node:path';
import { noteProcess } from '../leaks/note-process.ts';

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export const REPOSITORY = path.resolve(import.meta.dirname, '../../..');

export const MAIN = ['--import', 'tsx', 'src/cli/main.ts'];

/** The command line as a process of its own, with this environment and nothing of ours. `input`: on its standard input. */
export function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  const child = spawn(process.execPath, [...MAIN, ...args], {
    cwd: REPOSITORY,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  child.stdin.end(input);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (said.stdout += chunk));
  child.stderr.on('data', (chunk) => (said.stderr += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      noteProcess(args, said);
      resolve({ code, ...said });
    });
  });
}
