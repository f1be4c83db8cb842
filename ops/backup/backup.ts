import { copyFile, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import { readServer } from '../../src/adapters/postgres/read-health.ts';
import { takeSeal } from '../../src/application/ledger/seal-ledger.ts';
import { loadConfig } from '../../src/cli/commands/load-config.ts';
import { reportFailure } from '../../src/cli/report-failure.ts';
import { Closers } from '../../src/cli/system/closers.ts';
import type { Config } from '../../src/cli/system/config.ts';
import { ExpectedFailure } from '../../src/cli/system/expected-failure.ts';
import { type OpenDatabase, openDatabase } from '../../src/cli/system/open-database.ts';
import { ROOT_SECRET_FILE } from '../../src/cli/system/service-seal.ts';
import { findProgram, run } from './client-programs.ts';
import { copyCluster } from './copy-cluster.ts';
import { countRows } from './count-rows.ts';
import { writeManifest } from './manifest.ts';

const closers = new Closers((part, error) => console.error(`${part} did not close: ${error}`));
try {
  await backUp(path.resolve(process.argv[2] ?? '.'));
} catch (error) {
  process.exitCode = reportFailure(error);
} finally {
  await closers.close();
}

async function backUp(parent: string): Promise<void> {
  const begun = performance.now();
  const config = loadConfig();
  const database = await openDatabase(config, pino({ level: 'warn' }, pino.destination(2)), closers);
  const folder = await makeFolder(parent);
  // Before the copy, so that it is in the copy: then its digest proves the copy's journal.
  const seal = await takeSeal({ uow: new PostgresUnitOfWork(database.knex) })();
  const rows = await countRows(database.knex);
  const { version, major } = await readServer(database.knex);
  const method = await copyDatabase(database, major, folder);
  const hasSecret = await copyRootSecret(config, folder);
  await writeManifest(folder, {
    ...{ made_at: new Date().toISOString(), method, postgres: version, rows, has_root_secret: hasSecret },
    seal: { no: String(seal.no), digest: seal.digest },
  });
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  console.log(
    `${folder}\n${method} of PostgreSQL ${version} in ${seconds} s, with ${rows['ledger.entries']} entries of the journal`,
  );
  console.log(`digest ${seal.digest}: keep it where this backup cannot be written from`);
  if (config.rootSecret) console.log('SEAHORSE_SECRET is not in it: keep that elsewhere, too');
}

async function makeFolder(parent: string): Promise<string> {
  const folder = path.join(
    parent,
    new Date()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')
      .replaceAll(':', ''),
  );
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await mkdir(folder, { mode: 0o700 });
  return folder;
}

/** The embedded PostgreSQL brings no pg_dump. The queue carries no truth, and is made anew. */
async function copyDatabase(
  { url, folder: dataDir }: OpenDatabase,
  major: number,
  to: string,
): Promise<'dump' | 'copy'> {
  if (dataDir) {
    await copyCluster(url, dataDir, path.join(to, 'database'));
    return 'copy';
  }
  const program = await findProgram('pg_dump', major);
  if (!program) throw new ExpectedFailure(`no pg_dump ${major} or newer was found: install postgresql-client-${major}`);
  const file = path.join(to, 'database.dump');
  await run(program, ['--format=custom', '--no-password', '--exclude-schema=bullmq', `--file=${file}`], url);
  return 'dump';
}

/** Without it, what is sealed in the embedded database opens no more. */
async function copyRootSecret({ database, dataDir }: Config, folder: string): Promise<boolean> {
  const file = path.resolve(dataDir, ROOT_SECRET_FILE);
  if (database.url || !(await stat(file).catch(() => null))) return false;
  await copyFile(file, path.join(folder, ROOT_SECRET_FILE));
  return true;
}
