import { execFile } from 'node:child_process';
import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

export type ProcessDescription = {
  readonly parent: number;
  /** Arguments separated by NUL on Linux, by blanks elsewhere. Empty for a zombie. */
  readonly command: string;
  readonly cwd: Stats | undefined;
};

export async function describeProcess(pid: number): Promise<ProcessDescription | undefined> {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

async function fromProc(pid: number): Promise<ProcessDescription | undefined> {
  try {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    const status = await readFile(`/proc/${pid}/stat`, 'utf8');
    // "pid (any name, with blanks) state parent …"
    const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
    return { parent, command, cwd: await stat(`/proc/${pid}/cwd`).catch(() => undefined) };
  } catch {
    return undefined;
  }
}

async function fromPs(pid: number): Promise<ProcessDescription | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'ppid=,command=', '-p', String(pid)]);
    const [, parent, command] = /^\s*(\d+)\s+(.*)$/s.exec(stdout.trimEnd()) ?? [];
    return { parent: Number(parent), command: command ?? '', cwd: undefined };
  } catch {
    return undefined;
  }
}
