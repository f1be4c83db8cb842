import { chown, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { PORT } from './connection-url.ts';
import { type Folder, makePrivateFolder } from './prepare-folder.ts';

/** The kernel allows 104 to 108 bytes for the whole path of a socket. */
const LONGEST_PATH = 99;

export async function makeSocketDir({ dir, user }: Folder): Promise<string> {
  const beside = path.join(dir, 's');
  if (Buffer.byteLength(path.join(beside, `.s.PGSQL.${PORT}.lock`)) <= LONGEST_PATH) {
    await makePrivateFolder(beside, user);
    return beside;
  }
  // Not os.tmpdir(): TMPDIR may be long as well, or closed to the service user.
  const short = await mkdtemp('/tmp/pg-');
  if (user) await chown(short, user.uid, user.gid);
  return short;
}

export async function removeSocketDir(dir: string, socketDir: string): Promise<void> {
  if (path.dirname(socketDir) !== dir) await rm(socketDir, { recursive: true, force: true });
}
