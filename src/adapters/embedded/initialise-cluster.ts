import { spawn } from 'node:child_process';
import { chown, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { SUPERUSER } from './connection-url.ts';
import type { Folder } from './prepare-folder.ts';
import { CHILD_ENV, diesWithUs } from './server-process.ts';

const ASIDE = 'data.new-';

/** `18`, or undefined when there is no data yet. */
export async function majorOfData(dataDir: string): Promise<string | undefined> {
  const text = await readFile(path.join(dataDir, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text?.trim();
}

/** Made aside and renamed: a kill during initdb leaves rubbish to sweep up, never half a cluster. */
export async function initialiseCluster(bin: string, folder: Folder): Promise<void> {
  await removeLeftovers(folder.dir);
  const aside = await mkdtemp(path.join(folder.dir, ASIDE));
  if (folder.user) await chown(aside, folder.user.uid, folder.user.gid);
  await runInitdb(bin, aside, folder);
  await rename(aside, folder.dataDir).catch(unlessMadeByAnother);
  await makeRenameDurable(folder.dir);
}

async function removeLeftovers(dir: string): Promise<void> {
  const leftovers = (await readdir(dir)).filter((name) => name.startsWith(ASIDE));
  for (const name of leftovers) {
    // A dying initdb may still be writing into it; then the next start removes it.
    await rm(path.join(dir, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
  }
}

async function runInitdb(bin: string, target: string, folder: Folder): Promise<void> {
  const options = ['--auth=trust', '--encoding=UTF8', '--locale=C', '--no-instructions', `--username=${SUPERUSER}`];
  const [command, ...args] = diesWithUs('TERM', [path.join(bin, 'initdb'), '-D', target, ...options]);
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, args, {
      ...folder.user,
      cwd: folder.dir,
      env: CHILD_ENV,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`initdb failed (${signal ?? code}): ${Buffer.concat(said).toString().trim()}`));
    });
  });
}

/** Without the start lock, two processes may have made a cluster; the first rename wins. */
function unlessMadeByAnother(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}

async function makeRenameDurable(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  await handle.sync().finally(() => handle.close());
}
