import { copyFile, lchown, lstat, mkdir, readdir, readlink, symlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * Copies what is in a folder whose files come and go meanwhile, with their owners where we may. `wanted` is asked with the path
 * within the folder; a folder that it refuses is made, and left empty.
 */
export async function copyFiles(
  from: string,
  to: string,
  wanted: (name: string) => boolean = () => true,
  at = '',
): Promise<void> {
  await mkdir(path.join(to, at), { recursive: true, mode: 0o700 });
  await keepOwner(path.join(from, at), path.join(to, at));
  if (at !== '' && !wanted(`${at}/`)) return;
  for (const entry of await readdir(path.join(from, at), { withFileTypes: true })) {
    const name = path.join(at, entry.name);
    if (entry.isDirectory()) await copyFiles(from, to, wanted, name).catch(unlessGone);
    else if (wanted(name))
      await copyOne(path.join(from, name), path.join(to, name), entry.isSymbolicLink()).catch(unlessGone);
  }
}

async function copyOne(from: string, to: string, isLink: boolean): Promise<void> {
  if (isLink) await symlink(await readlink(from), to);
  else await copyFile(from, to);
  await keepOwner(from, to);
}

/** Only root may give a file away, and only root has to. */
export async function keepOwner(from: string, to: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await lstat(from);
  await lchown(to, uid, gid);
}

function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
