import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { repository } from './cruise.ts';

/** Paths from the repository's root. */
export async function typescriptFilesIn(...folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(path.join(repository, folder), { recursive: true });
      return names.filter((name) => name.endsWith('.ts')).map((name) => path.join(folder, name));
    }),
  );
  return found.flat().sort();
}
