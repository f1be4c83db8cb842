import { adoptOrLaunch } from './adopt-or-launch.ts';
import type { LocalPostgres, LocalPostgresOptions } from './local-postgres.ts';
import { prepareFolder } from './prepare-folder.ts';
import { withStartLock } from './start-lock.ts';

/** Starts PostgreSQL for this folder, or joins the one that another process of ours already runs there. */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const folder = await prepareFolder(options.dir, options.fallbackDir);
  return withStartLock(folder.dir, () => adoptOrLaunch(folder, options));
}
