import { createHash } from 'node:crypto';
import { chown, mkdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { canEnter, findServiceUser, type ServiceUser } from './service-user.ts';

export type Folder = {
  readonly dir: string;
  readonly dataDir: string;
  readonly user: ServiceUser | undefined;
};

export async function prepareFolder(dir: string, fallbackDir?: string): Promise<Folder> {
  const wanted = await inRealParent(dir);
  const user = await findServiceUser(dataDirOf(wanted));
  if (!user || (await canEnter(path.dirname(wanted), user))) return make(wanted, user);
  const fallback = await inRealParent(fallbackDir ?? defaultFallbackFor(wanted));
  return make(fallback, await findServiceUser(dataDirOf(fallback)));
}

const dataDirOf = (dir: string): string => path.join(dir, 'data');

/** Two projects under /root must not meet in one database. */
function defaultFallbackFor(wanted: string): string {
  const project = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  return path.join('/var/lib/hot-seahorse', project);
}

async function inRealParent(dir: string): Promise<string> {
  const parent = path.dirname(path.resolve(dir));
  // Without a mode: it would apply to every folder made here, and a parent of root's with 0700 locks the service user out.
  await mkdir(parent, { recursive: true });
  return path.join(await realpath(parent), path.basename(path.resolve(dir)));
}

async function make(dir: string, user: ServiceUser | undefined): Promise<Folder> {
  await makePrivateFolder(dir, user);
  const real = await realpath(dir);
  return { dir: real, dataDir: dataDirOf(real), user };
}

export async function makePrivateFolder(dir: string, user: ServiceUser | undefined): Promise<void> {
  await mkdir(dir, { mode: 0o700 }).catch(unlessExists);
  if (user && (await stat(dir)).uid !== user.uid) await chown(dir, user.uid, user.gid);
}

function unlessExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
