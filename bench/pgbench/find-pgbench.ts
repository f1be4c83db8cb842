import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundledBinaries } from '../../src/adapters/embedded/bundled-binaries.ts';
import { systemBinaries } from '../../src/adapters/embedded/find-binaries.ts';

export type Pgbench = {
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly version: string;
};
export type FoundPgbench = Pgbench | { readonly absent: string };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROVISION = path.join(ROOT, 'scripts/provision-pgbench.sh');
const FETCHED = path.join(ROOT, '.data/pgbench');

/**
 * On PATH, where Debian puts it, or fetched from Debian into `.data`, without root. It is a client: an older one than the
 * server will do. The embedded PostgreSQL brings none, but the library that a fetched one needs.
 */
export async function findPgbench(): Promise<FoundPgbench> {
  const system = (await systemBinaries('/usr/lib/postgresql')).map((bin) => path.join(bin, 'pgbench'));
  for (const program of ['pgbench', ...system]) {
    const version = await versionOf(program, {});
    if (version) return { program, env: {}, version };
  }
  return fetchPgbench();
}

export async function fetchPgbench(): Promise<FoundPgbench> {
  const [bin] = await bundledBinaries(FETCHED, undefined).catch(() => []);
  const env = bin ? { LD_LIBRARY_PATH: path.join(bin, '../lib') } : {};
  try {
    const { stdout } = await promisify(execFile)('sh', [PROVISION, FETCHED]);
    const program = stdout.trim();
    const version = await versionOf(program, env);
    return version ? { program, env, version } : { absent: 'the pgbench that was fetched does not run here' };
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error).trim();
    return { absent: `no pgbench: install PostgreSQL's (Debian: postgresql) so that it is on PATH (${said})` };
  }
}

async function versionOf(program: string, env: Readonly<Record<string, string>>): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { env: { ...process.env, ...env } });
    return /\d+(\.\d+)?/.exec(stdout)?.[0] ?? null;
  } catch {
    return null;
  }
}
