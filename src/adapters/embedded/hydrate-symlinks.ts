import { readFile, symlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * npm cannot pack symbolic links. The package makes them in a postinstall script, which `--ignore-scripts` (and npm's own
 * default for dependencies) leaves out, and without them PostgreSQL's libraries do not load.
 */
export async function hydrateSymlinks(native: string): Promise<void> {
  const text = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const link = path.join(native, path.relative('native', target));
    await symlink(path.basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
