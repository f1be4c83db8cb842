import type { ChildProcess } from 'node:child_process';
import { isPostmasterOf } from './postmaster-pid.ts';

type OnExit = ((detail: string) => void) | undefined;

const LOOK_EVERY_MS = 1_000;

/** Returns how to stop watching. */
export function watchChild(child: ChildProcess, onExit: OnExit): () => void {
  const report = (code: number | null, signal: string | null) =>
    onExit?.(`PostgreSQL ended by itself (${signal ?? `exit status ${code}`})`);
  if (child.exitCode !== null || child.signalCode !== null) report(child.exitCode, child.signalCode);
  else child.once('exit', report);
  return () => child.off('exit', report);
}

/** The kernel tells only the parent that a process has ended; who joined a server has to look. */
export function watchAdopted(pid: number, dataDir: string, onExit: OnExit): () => void {
  let watching = true;
  const unwatch = () => {
    watching = false;
    clearInterval(timer);
  };
  const timer = setInterval(async () => {
    if ((await isPostmasterOf(pid, dataDir).catch(() => false)) || !watching) return;
    unwatch();
    onExit?.('the PostgreSQL that another process had started has ended');
  }, LOOK_EVERY_MS);
  timer.unref();
  return unwatch;
}
