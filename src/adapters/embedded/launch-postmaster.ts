import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PORT } from './connection-url.ts';
import { namesStarter } from './find-running-postmaster.ts';
import type { LocalPostgresOptions } from './local-postgres.ts';
import { readPostmasterPid } from './postmaster-pid.ts';
import type { Folder } from './prepare-folder.ts';
import { openServerLog, type ServerLog } from './server-log.ts';
import { CHILD_ENV, diesWithUs } from './server-process.ts';
import { makeSocketDir } from './socket-dir.ts';

const READY_WITHIN_MS = 60_000;

/** Processes of an earlier or another server still use the folder: worth another try in a moment. */
export class StillOccupied extends Error {
  override readonly name = 'StillOccupied';
}

export async function launchPostmaster(
  bin: string,
  folder: Folder,
  { settings, env }: Pick<LocalPostgresOptions, 'settings' | 'env'>,
): Promise<{ child: ChildProcess; socketDir: string }> {
  const socketDir = await makeSocketDir(folder);
  const socketOnly = { listen_addresses: '', unix_socket_directories: socketDir, port: String(PORT), timezone: 'UTC' };
  const chosen = Object.entries({ ...settings, ...socketOnly }).map(([name, value]) => `${name}=${value}`);
  const flags = [...chosen, namesStarter()].flatMap((setting) => ['-c', setting]);
  const log = await openServerLog(folder.dir);
  const [command, ...args] = diesWithUs('INT', [path.join(bin, 'postgres'), '-D', folder.dataDir, ...flags]);
  // Detached: Ctrl-C on the terminal must reach the application first, which then stops its database last.
  const child = spawn(command, args, {
    ...folder.user,
    cwd: folder.dir,
    env: { ...CHILD_ENV, ...env },
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const failure = new Promise<Error>((resolve) => child.once('error', resolve));
  await log.close();
  await becomesReady(child, failure, folder, log);
  child.unref();
  return { child, socketDir };
}

async function becomesReady(child: ChildProcess, failure: Promise<Error>, folder: Folder, log: ServerLog) {
  let spawnError: Error | undefined;
  void failure.then((error) => {
    spawnError = error;
  });
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until && !spawnError && child.exitCode === null && child.signalCode === null) {
    const found = await readPostmasterPid(folder.dataDir);
    if (found?.pid === child.pid && found?.status === 'ready') return;
    await sleep(10);
  }
  if (spawnError) throw spawnError;
  child.kill('SIGQUIT');
  const said = await log.sinceOpened();
  const Fault = /still in use|lock file .* already exists/.test(said) ? StillOccupied : Error;
  throw new Fault(`PostgreSQL in ${folder.dataDir} did not start:\n${said.trimEnd().split('\n').slice(-8).join('\n')}`);
}
