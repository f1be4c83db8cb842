import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { bundledBinaries } from './bundled-binaries.ts';
import type { ServiceUser } from './service-user.ts';

export type BinariesWanted = {
  /** The version that wrote the data: another one would refuse it. Undefined when there is no data yet. */
  readonly major: string | undefined;
  readonly dir: string;
  readonly user: ServiceUser | undefined;
  readonly prefer: 'bundled' | 'system';
};

const SYSTEM_ROOT = '/usr/lib/postgresql';

export async function findBinaries({ major, dir, user, prefer }: BinariesWanted): Promise<string> {
  const sources = [() => bundledBinaries(dir, user), () => systemBinaries(SYSTEM_ROOT)];
  if (prefer === 'system') sources.reverse();
  for (const candidates of sources) {
    const found = await pickBinaries(await candidates(), major);
    if (found) return found;
  }
  throw new Error(
    major
      ? `${dir} was written by PostgreSQL ${major}, which is not here: install postgresql-${major} or set DATABASE_URL`
      : 'no PostgreSQL was found: run npm ci with its optional packages, install postgresql, or set DATABASE_URL',
  );
}

export async function systemBinaries(root: string): Promise<string[]> {
  const versions = await readdir(root).catch(() => [] as string[]);
  return versions.sort((a, b) => Number(b) - Number(a)).map((version) => path.join(root, version, 'bin'));
}

/** The first that runs here and is of the wanted version. */
export async function pickBinaries(candidates: readonly string[], major?: string): Promise<string | undefined> {
  for (const bin of candidates) {
    const actual = await majorOf(bin);
    if (actual && (!major || actual === major)) return bin;
  }
  return undefined;
}

async function majorOf(bin: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path.join(bin, 'postgres'), ['--version']);
    return /(\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}
