import { pendingMigrations } from '../../../system/migrate-database.ts';
import { type Check, fail, ok } from '../check.ts';

export const migrations: Check = {
  name: 'migrations',
  look: async (ground) => {
    const pending = await pendingMigrations(await ground.database);
    return pending.length === 0
      ? ok('none is missing')
      : fail(`missing: ${pending.join(', ')}`, 'run "seahorse migrate"');
  },
};
