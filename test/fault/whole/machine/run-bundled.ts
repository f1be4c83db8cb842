import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Ended } from '../../../support/http/run-cli.ts';
import { noteProcess } from '../../../support/leaks/note-process.ts';
import { bundleProgram } from './bundle-program.ts';

const LONGEST_MS = 120_000;

/** The command line as a process of its own, with this environment and nothing of ours. */
export async function runBundled(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(process.execPath, [await bundleProgram(), ...args], {
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env },
    ...{ stdio: ['ignore', 'pipe', 'pipe'], timeout: LONGEST_MS },
  });
  const [[code], stdout, stderr] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  noteProcess(args, { stdout, stderr });
  return { code, stdout, stderr };
}
