import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeProcess } from './describe-process.ts';

export type Postmaster = {
  readonly pid: number;
  readonly socketDir: string;
  /** `starting`, `ready`, `stopping`; empty in the first moments. */
  readonly status: string;
};

const fileIn = (dataDir: string): string => path.join(dataDir, 'postmaster.pid');

export async function readPostmasterPid(dataDir: string): Promise<Postmaster | undefined> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, socketDir: lines[4] ?? '', status: lines[7]?.trim() ?? '' } : undefined;
}

/** The pid in the file may since belong to anybody. */
export async function isPostmasterOf(pid: number, dataDir: string): Promise<boolean> {
  const found = await describeProcess(pid);
  if (!found || !path.basename(found.command.split(/[ \0]/)[0] ?? '').startsWith('postgres')) return false;
  if (!found.cwd) return found.command.includes(dataDir);
  // The server works inside its data folder. Comparing inodes, not names, sees through links and bind mounts.
  const data = await stat(dataDir);
  return found.cwd.ino === data.ino && found.cwd.dev === data.dev;
}

/**
 * PostgreSQL refuses to start while the pid in its file is alive under its own user, whoever that is now. Only the pid is
 * replaced, by one that cannot exist: the rest of the file lets PostgreSQL find backends that outlived their server.
 */
export async function disownPid(dataDir: string): Promise<void> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch(() => '');
  if (text) await writeFile(fileIn(dataDir), text.replace(/^\d+/, String(2 ** 31 - 1)));
}
