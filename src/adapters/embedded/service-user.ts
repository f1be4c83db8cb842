import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Whom PostgreSQL runs as when we are root, which it refuses to be. */
export type ServiceUser = { readonly uid: number; readonly gid: number };

export async function findServiceUser(dataDir: string): Promise<ServiceUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  // Data made earlier stays with its owner, even if a user `postgres` has been added to the machine since.
  const existing = await stat(dataDir).catch(() => undefined);
  if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  const rows = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const row = rows.find(([name]) => name === 'postgres') ?? rows.find(([name]) => name === 'nobody');
  if (!row) throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody');
  return { uid: Number(row[2]), gid: Number(row[3]) };
}

/** Every folder down to `folder` must be searchable by the service user. */
export async function canEnter(folder: string, user: ServiceUser): Promise<boolean> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const { uid, gid, mode } = await stat(at);
    const searchable = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & searchable) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}
