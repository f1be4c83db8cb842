import type { ChildProcess } from 'node:child_process';
import { removeSocketDir } from './socket-dir.ts';

const SMART_FOR_MS = 1_500;
const FAST_FOR_MS = 10_000;

/**
 * Politely first: pools report "closed" before their sockets are, and a fast shutdown would answer those with 57P01,
 * which pg raises as an 'error' event.
 */
export async function stopPostmaster(child: ChildProcess, dir: string, socketDir: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.ref();
    child.kill('SIGTERM');
    const fast = setTimeout(() => child.kill('SIGINT'), SMART_FOR_MS);
    const immediate = setTimeout(() => child.kill('SIGQUIT'), SMART_FOR_MS + FAST_FOR_MS);
    await gone;
    clearTimeout(fast);
    clearTimeout(immediate);
  }
  await removeSocketDir(dir, socketDir);
}
