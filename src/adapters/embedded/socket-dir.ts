import { createHash } from 'node:crypto';
import { lstat, rm } from 'node:fs/promises';
import path from 'node:path';
import { PORT } from './connection-url.ts';
import { type Folder, makePrivateFolder } from './prepare-folder.ts';

/** The kernel allows 104 to 108 bytes for the whole path of a socket. */
const LONGEST_PATH = 99;

/** The same folder has the same socket folder: a server that is started again is found where it was. */
export async function makeSocketDir({ dir, user }: Folder): Promise<string> {
  const beside = path.join(dir, 's');
  if (Buffer.byteLength(path.join(beside, `.s.PGSQL.${PORT}.lock`)) <= LONGEST_PATH) {
    await makePrivateFolder(beside, user);
    return beside;
  }
  // Not os.tmpdir(): TMPDIR may be long as well, or closed to the service user.
  const short = `/tmp/pg-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}`;
  await refuseForeign(short, [user?.uid, process.getuid?.()]);
  await makePrivateFolder(short, user);
  return short;
}

/** Anybody may write to /tmp: what somebody else has put there, a link above all, is not ours to use. */
async function refuseForeign(short: string, ours: readonly (number | undefined)[]): Promise<void> {
  const found = await lstat(short).catch(() => undefined);
  if (found && !(found.isDirectory() && ours.includes(found.uid))) throw new Error(`${short} belongs to somebody else`);
}

export async function removeSocketDir(dir: string, socketDir: string): Promise<void> {
  if (path.dirname(socketDir) !== dir) await rm(socketDir, { recursive: true, force: true });
}
