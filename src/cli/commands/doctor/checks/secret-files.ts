import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ROOT_SECRET_FILE } from '../../../system/service-seal.ts';
import { type Check, ok, warn } from '../check.ts';

const OTHERS = 0o077;

export const secretFiles: Check = {
  name: 'files of secrets',
  look: async ({ env, config }) => {
    const named = Object.entries(env).flatMap(([name, file]) =>
      /^(WECHAT_|DATABASE_URL|REDIS_URL|SEAHORSE_SECRET).*_FILE$/.test(name) && file ? [file] : [],
    );
    const files = [...named, path.resolve(config.dataDir, ROOT_SECRET_FILE)];
    const modes = await Promise.all(
      files.map((file) =>
        stat(file).then(
          ({ mode }) => mode,
          () => null,
        ),
      ),
    );
    const there = files.filter((_, nth) => modes[nth] !== null);
    const open = files.filter((_, nth) => ((modes[nth] ?? 0) & OTHERS) !== 0);
    if (open.length > 0) return warn(`others may read ${open.join(', ')}`, `chmod 600 ${open.join(' ')}`);
    return ok(there.length === 0 ? 'none' : `${there.length}, for their owner alone`);
  },
};
