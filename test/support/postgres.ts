import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { LocalPostgres } from '../../src/adapters/embedded/local-postgres.ts';
import { startLocalPostgres } from '../../src/adapters/embedded/start-local-postgres.ts';

export type TestDatabase = { readonly url: string; drop(): Promise<void> };

type Cluster = { readonly postgres: LocalPostgres; readonly folder: string };

/** Real locks and NOTIFY, but nothing that only matters when the power fails. */
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

let cluster: Promise<Cluster> | undefined;
let databases = 0;

/** An own database in the one cluster of this run; empty, or a copy of `template`, to which nobody may be connected. */
export async function freshDatabase(options: { template?: string } = {}): Promise<TestDatabase> {
  cluster ??= startCluster();
  const { postgres } = await cluster;
  databases += 1;
  const name = `test_${databases}`;
  const template = pg.escapeIdentifier(options.template ?? 'template1');
  await asAdmin(postgres.url, `create database ${name} template ${template}`);
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => asAdmin(postgres.url, `drop database if exists ${name} with (force)`),
  };
}

/** For the root hook. */
export async function stopTestPostgres(): Promise<void> {
  if (!cluster) return;
  const { postgres, folder } = await cluster;
  cluster = undefined;
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

async function startCluster(): Promise<Cluster> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seahorse-test-'));
  // mkdtemp makes it private to us, and as root PostgreSQL runs as somebody else.
  await chmod(folder, 0o755);
  const postgres = await startLocalPostgres({
    dir: path.join(folder, 'postgres'),
    settings: NOT_DURABLE,
    onExit: (detail) => console.error(`the tests' database has gone: ${detail}`),
  });
  return { postgres, folder };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
