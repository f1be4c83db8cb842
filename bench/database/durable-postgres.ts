import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { readPostmasterPid } from '../../src/adapters/embedded/postmaster-pid.ts';
import { startLocalPostgres } from '../../src/adapters/embedded/start-local-postgres.ts';
import { cpuIsKnown, cpuTimeOfTree } from '../machine/cpu-time.ts';

export type DurablePostgres = {
  readonly url: string;
  readonly version: string;
  /** On the disk that the data is on. */
  readonly folder: string;
  /** Of the whole server until now; null where nobody can tell. */
  cpuUs(): number | null;
  stop(): Promise<void>;
};

const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };
/** The same for every contender: enough memory and connections, and no checkpoint in the middle of a slice. */
const ROOMY = { shared_buffers: '1GB', max_wal_size: '8GB', max_connections: '330', checkpoint_timeout: '30min' };

/** Not the system's temporary folder, which may be in memory, where every flush is free. */
const DATA = fileURLToPath(new URL('../../.data', import.meta.url));

/** A PostgreSQL of our own that keeps what it answers, in a folder that goes away with it. */
export async function startDurablePostgres(): Promise<DurablePostgres> {
  await mkdir(DATA, { recursive: true });
  const folder = await mkdtemp(path.join(DATA, 'bench-'));
  // mkdtemp makes it private to us, and as root PostgreSQL runs as somebody else.
  await chmod(folder, 0o755);
  const server = await startLocalPostgres({ dir: path.join(folder, 'postgres'), settings: { ...DURABLE, ...ROOMY } });
  const pid = (await readPostmasterPid(server.dataDir))?.pid ?? 0;
  const stop = async (): Promise<void> => {
    await server.stop();
    for (const left of [folder, path.dirname(server.dataDir)]) await rm(left, { recursive: true, force: true });
  };
  try {
    await refuseUnlessDurable(server.url);
  } catch (error) {
    await stop();
    throw error;
  }
  const { url, version, dataDir } = server;
  return { url, version, folder: path.dirname(dataDir), cpuUs: () => (cpuIsKnown() ? cpuTimeOfTree(pid) : null), stop };
}

/** The server is asked: what we told it at the start is not what counts. */
export async function refuseUnlessDurable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      'select name, setting from pg_settings where name = any($1)',
      [Object.keys(DURABLE)],
    );
    const weak = rows.filter(({ setting }) => setting !== 'on').map(({ name, setting }) => `${name}=${setting}`);
    if (weak.length > 0 || rows.length !== 3) throw new Error(`the database is not durable: ${weak.join(', ')}`);
  } finally {
    await client.end();
  }
}
