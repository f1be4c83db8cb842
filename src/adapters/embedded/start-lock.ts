import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

/**
 * Keeps other processes out of the folder while a server is made, started or joined there. The lock is the kernel's, held
 * by a child that ends with us, so that a kill -9 leaves no stale lock. Where there is no flock (macOS), PostgreSQL's own
 * pid file and the atomic rename in `initialise-cluster.ts` still let only one server win.
 */
export async function withStartLock<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const release = await acquire(path.join(dir, 'start.lock'));
  try {
    return await work();
  } finally {
    release();
  }
}

async function acquire(lockFile: string): Promise<() => void> {
  // `cat` ends when our end of its input closes, also when we are killed. Detached: Ctrl-C must not open the lock early.
  const holder = spawn('flock', [lockFile, 'sh', '-c', 'echo; exec cat'], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  holder.stdin.on('error', () => {});
  await heldOrUnavailable(holder);
  return () => holder.stdin.end();
}

function heldOrUnavailable(holder: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    holder.stdout?.once('data', () => resolve());
    holder.once('error', () => resolve());
    holder.once('exit', () => resolve());
  });
}
