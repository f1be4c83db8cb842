import { readServer } from '../../../../adapters/postgres/read-health.ts';
import { CannotLook } from '../cannot-look.ts';
import { type Check, fail, ok } from '../check.ts';

const OLDEST = 15;

export const database: Check = {
  name: 'database',
  look: async (ground) => {
    try {
      const { version, major } = await readServer(await ground.openDatabase());
      return major >= OLDEST
        ? ok(`PostgreSQL ${version}`)
        : fail(`PostgreSQL ${version}`, `PostgreSQL ${OLDEST} or newer is needed`);
    } catch (error) {
      if (error instanceof CannotLook) throw error;
      return fail((error as Error).message, 'see that PostgreSQL runs, and what DATABASE_URL names');
    }
  },
};
