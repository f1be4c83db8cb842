import { open, rm } from 'node:fs/promises';
import { ExpectedFailure } from '../../system/expected-failure.ts';

/**
 * Makes something and writes what is to be kept of it into a file of its own, for its owner's eyes. The file is there before anything
 * is made: what could not be written would be lost. Where nothing is made, or there is nothing to write, it goes again.
 */
export async function withNewFile<T>(
  file: string,
  make: () => Promise<T>,
  contentOf: (made: T) => string | null,
): Promise<T> {
  const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'is there already' : `cannot be written (${error.code})`;
    throw new ExpectedFailure(`${file} ${why}: nothing was made`);
  });
  let isWritten = false;
  try {
    const made = await make();
    const content = contentOf(made);
    if (content !== null) {
      await handle.writeFile(content);
      isWritten = true;
    }
    return made;
  } finally {
    await handle.close();
    if (!isWritten) await rm(file, { force: true });
  }
}
