import { setTimeout as sleep } from 'node:timers/promises';
import { connectionUrl } from './connection-url.ts';
import { ensureDatabase } from './ensure-database.ts';
import { findBinaries } from './find-binaries.ts';
import { findRunningPostmaster } from './find-running-postmaster.ts';
import { initialiseCluster, majorOfData } from './initialise-cluster.ts';
import { launchPostmaster, StillOccupied } from './launch-postmaster.ts';
import type { LocalPostgres, LocalPostgresOptions } from './local-postgres.ts';
import type { Postmaster } from './postmaster-pid.ts';
import type { Folder } from './prepare-folder.ts';
import { stopPostmaster } from './stop-postmaster.ts';
import { watchAdopted, watchChild } from './watch-exit.ts';

const OCCUPIED_FOR_AT_MOST_MS = 20_000;

export async function adoptOrLaunch(folder: Folder, options: LocalPostgresOptions): Promise<LocalPostgres> {
  const until = Date.now() + OCCUPIED_FOR_AT_MOST_MS;
  for (;;) {
    const running = await findRunningPostmaster(folder);
    if (running) return adopt(running, folder, options);
    try {
      return await launch(folder, options);
    } catch (error) {
      // Backends of a killed server need a moment to notice, and another process may win where there is no start lock.
      if (!(error instanceof StillOccupied) || Date.now() > until) throw error;
      await sleep(100);
    }
  }
}

async function adopt(running: Postmaster, folder: Folder, options: LocalPostgresOptions): Promise<LocalPostgres> {
  const database = options.database ?? 'seahorse';
  const version = await ensureDatabase(running.socketDir, database);
  const unwatch = watchAdopted(running.pid, folder.dataDir, options.onExit);
  const url = connectionUrl(running.socketDir, database);
  return { url, version, adopted: true, dataDir: folder.dataDir, stop: async () => unwatch() };
}

async function launch(folder: Folder, options: LocalPostgresOptions): Promise<LocalPostgres> {
  const major = await majorOfData(folder.dataDir);
  const prefer = options.prefer ?? 'bundled';
  const bin = options.bin ?? (await findBinaries({ major, dir: folder.dir, user: folder.user, prefer }));
  if (!major) await initialiseCluster(bin, folder);
  const { child, socketDir } = await launchPostmaster(bin, folder, options);
  const stop = () => stopPostmaster(child, folder.dir, socketDir);
  const database = options.database ?? 'seahorse';
  try {
    const version = await ensureDatabase(socketDir, database);
    const unwatch = watchChild(child, options.onExit);
    const stopUnwatched = () => {
      unwatch();
      return stop();
    };
    const url = connectionUrl(socketDir, database);
    return { url, version, adopted: false, dataDir: folder.dataDir, stop: stopUnwatched };
  } catch (error) {
    await stop();
    throw error;
  }
}
