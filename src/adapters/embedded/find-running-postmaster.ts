import { setTimeout as sleep } from 'node:timers/promises';
import { describeProcess } from './describe-process.ts';
import { disownPid, isPostmasterOf, type Postmaster, readPostmasterPid } from './postmaster-pid.ts';
import type { Folder } from './prepare-folder.ts';

const SETTLES_WITHIN_MS = 60_000;

/** Part of the server's command line, where nobody can take it away or leave it behind. */
const STARTER = 'hot_seahorse.starter';
export const namesStarter = (): string => `${STARTER}=${process.pid}`;

/**
 * The server to join, once it is ready. One whose starter has died is not joined but ended: on Linux the kernel has told
 * it to stop at that moment, though its pid file may still say `ready`.
 */
export async function findRunningPostmaster({ dataDir }: Folder): Promise<Postmaster | undefined> {
  const until = Date.now() + SETTLES_WITHIN_MS;
  let toldToStop = false;
  while (Date.now() < until) {
    const found = await readPostmasterPid(dataDir);
    if (!found) return undefined;
    if (!(await isPostmasterOf(found.pid, dataDir))) {
      await disownPid(dataDir);
      return undefined;
    }
    const orphaned = await isOrphan(found.pid);
    if (!orphaned && found.status === 'ready') return found;
    if (orphaned && !toldToStop) toldToStop = interrupt(found.pid);
    await sleep(20);
  }
  throw new Error(`the PostgreSQL that runs in ${dataDir} neither becomes ready nor ends`);
}

async function isOrphan(pid: number): Promise<boolean> {
  const server = await describeProcess(pid);
  const starter = new RegExp(`${STARTER}=(\\d+)`).exec(server?.command ?? '')?.[1];
  return starter !== undefined && server?.parent !== Number(starter);
}

function interrupt(pid: number): true {
  try {
    process.kill(pid, 'SIGINT');
  } catch {}
  return true;
}
