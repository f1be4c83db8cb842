import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { startLocalPostgres } from '../../src/adapters/embedded/start-local-postgres.ts';
import { loadConfig } from '../../src/cli/commands/load-config.ts';
import type { Closers } from '../../src/cli/system/closers.ts';
import { ExpectedFailure } from '../../src/cli/system/expected-failure.ts';
import { openDatabase } from '../../src/cli/system/open-database.ts';
import { withoutLimits } from '../../src/cli/system/without-limits.ts';
import { findProgram, run } from './client-programs.ts';
import { copyFiles } from './copy-files.ts';
import type { Manifest } from './manifest.ts';

/** Brings a backup to life beside what is in use, until `closers` are closed. Gives where it is reached. */
export const restore = (folder: string, { method, postgres }: Manifest, closers: Closers): Promise<string> =>
  method === 'copy' ? startCopy(folder, closers) : restoreDump(folder, Number.parseInt(postgres, 10), closers);

/** A PostgreSQL of its own, in a temporary folder. */
async function startCopy(folder: string, closers: Closers): Promise<string> {
  const work = await mkdtemp(path.join(os.tmpdir(), 'seahorse-drill-'));
  closers.add('drill folder', () => rm(work, { recursive: true, force: true }));
  // As root: PostgreSQL's own user has to get in.
  await chmod(work, 0o755);
  const dir = path.join(work, 'postgres');
  await mkdir(dir, { mode: 0o700 });
  await copyFiles(path.join(folder, 'database'), path.join(dir, 'data'));
  const server = await startLocalPostgres({ dir });
  closers.add('drill PostgreSQL', () => server.stop());
  return server.url;
}

/** A database of its own on the server that is in use, with room and a right for it; DATABASE_URL may name another one. */
async function restoreDump(folder: string, major: number, closers: Closers): Promise<string> {
  const program = await findProgram('pg_restore', major);
  if (!program)
    throw new ExpectedFailure(`no pg_restore ${major} or newer was found: install postgresql-client-${major}`);
  const { url } = await openDatabase(loadConfig(), pino({ level: 'silent' }), closers);
  const name = `seahorse_drill_${process.pid}`;
  const asked = (sql: string) => withoutLimits(url, async (knex) => void (await knex.raw(sql)));
  await asked(`create database ${name}`);
  closers.add('drill database', () => asked(`drop database ${name} with (force)`));
  const restored = new URL(url);
  restored.pathname = `/${name}`;
  await run(
    program,
    ['--no-owner', '--exit-on-error', `--dbname=${name}`, path.join(folder, 'database.dump')],
    restored.href,
  );
  return restored.href;
}
