import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { readPostmasterPid } from '../../src/adapters/embedded/postmaster-pid.ts';
import { startLocalPostgres } from '../../src/adapters/embedded/start-local-postgres.ts';
import { cpuIsKnown, cpuTimeOfTree } from '../machine/cpu-time.ts';
import { withClient } from './with-client.ts';

export type DurablePostgres = {
  readonly url: string;
  /** And what it was built with, since that decides what a statement costs: `15.18 (gcc 12.2.0, 64-bit)`. */
  readonly version: string;
  /** On the disk that the data is on. */
  readonly folder: string;
  /** Of the whole server until now; null where nobody can tell. */
  cpuUs(): number | null;
  stop(): Promise<void>;
};

const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };
const MEBIBYTE = 2 ** 20;
/** A quarter of the machine, as its manual advises. */
const sharedBuffersMb = Math.round(Math.min(8 * 1_024, Math.max(1_024, os.totalmem() / 4 / MEBIBYTE)));
/** The same for every contender: enough memory and connections, and no checkpoint in the middle of a slice. */
const ROOMY = {
  ...{ shared_buffers: `${sharedBuffersMb}MB`, max_wal_size: '8GB' },
  ...{ max_connections: '330', checkpoint_timeout: '30min' },
};

/** Not the system's temporary folder, which may be in memory, where every flush is free. */
const DATA = fileURLToPath(new URL('../../.data', import.meta.url));

/**
 * A PostgreSQL of our own that keeps what it answers, in a folder that goes away with it. The machine's own is preferred: it is what
 * operators run, and the embedded one is compiled for size.
 */
export async function startDurablePostgres(): Promise<DurablePostgres> {
  await mkdir(DATA, { recursive: true });
  const folder = await mkdtemp(path.join(DATA, 'bench-'));
  // mkdtemp makes it private to us, and as root PostgreSQL runs as somebody else.
  await chmod(folder, 0o755);
  const settings = { ...DURABLE, ...ROOMY };
  const server = await startLocalPostgres({ dir: path.join(folder, 'postgres'), settings, prefer: 'system' });
  const pid = (await readPostmasterPid(server.dataDir))?.pid ?? 0;
  const stop = async (): Promise<void> => {
    await server.stop();
    for (const left of [folder, path.dirname(server.dataDir)]) await rm(left, { recursive: true, force: true });
  };
  let build: string;
  try {
    await refuseUnlessDurable(server.url);
    build = await buildOf(server.url);
  } catch (error) {
    await stop();
    throw error;
  }
  const { url, dataDir } = server;
  const version = `${server.version} (${build})`;
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

/** `gcc (Debian 12.2.0-14) 12.2.0, 64-bit` */
async function buildOf(url: string): Promise<string> {
  const { rows } = await withClient(url, (client) => client.query<{ version: string }>('select version()'));
  return /compiled by (.*)$/.exec(rows[0]?.version ?? '')?.[1] ?? 'nobody knows how it was built';
}
