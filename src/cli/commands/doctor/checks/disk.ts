import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { type Check, fail, ok, warn } from '../check.ts';

const GIB = 1024 ** 3;
const WARN_GIB = 5;
const FAIL_GIB = 0.5;

export const disk: Check = {
  name: 'disk',
  look: async ({ config }) => {
    const folder = await nearest(path.resolve(config.dataDir));
    const { bavail, bsize } = await statfs(folder);
    const free = (bavail * bsize) / GIB;
    const found = `${free.toFixed(1)} GiB free in ${folder}`;
    if (free < FAIL_GIB) return fail(found, 'make room: a full disk stops the database');
    return free < WARN_GIB ? warn(found, 'make room soon') : ok(found);
  },
};

/** The data folder may not have been made so far. */
async function nearest(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  return isThere ? folder : nearest(path.dirname(folder));
}
