import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { systemBinaries } from '../../src/adapters/embedded/find-binaries.ts';

type Name = 'pg_dump' | 'pg_restore';

/** On PATH, or where Debian puts it; of this major version or a newer one, as both need to be. Null: there is none. */
export async function findProgram(name: Name, major: number): Promise<string | null> {
  const system = (await systemBinaries('/usr/lib/postgresql')).map((bin) => path.join(bin, name));
  for (const program of [name, ...system]) {
    if ((await majorOf(program)) >= major) return program;
  }
  return null;
}

async function majorOf(program: string): Promise<number> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version']);
    return Number(/(\d+)/.exec(stdout)?.[1]);
  } catch {
    return 0;
  }
}

/** The password goes by the environment: everybody may read the list of processes. */
export function run(program: string, args: readonly string[], url: string): Promise<void> {
  const child = spawn(program, args, {
    env: { ...process.env, ...variablesOf(url) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${path.basename(program)} ended with ${code}`)),
    );
  });
}

/** As libpq takes them. */
function variablesOf(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const given = {
    PGHOST: searchParams.get('host') ?? hostname,
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGSSLMODE: searchParams.get('sslmode') ?? '',
    PGSSLROOTCERT: searchParams.get('sslrootcert') ?? '',
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
}
