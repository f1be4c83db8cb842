import type { RedisFacts } from '../../../../adapters/bullmq/read-redis.ts';
import { CannotLook } from '../cannot-look.ts';
import { type Check, type Finding, fail, ok, warn } from '../check.ts';
import type { Ground } from '../ground.ts';

const OLDEST = [6, 2] as const;
const NONE = ok('not used: the queue is in PostgreSQL');

const reached: Check = {
  name: 'Redis',
  look: async (ground) => {
    try {
      const facts = await ground.readRedis();
      if (!facts) return NONE;
      const [major = 0, minor = 0] = facts.version.split('.').map(Number);
      const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
      return isOld
        ? fail(`Redis ${facts.version}`, `Redis ${OLDEST.join('.')} or newer is needed`)
        : ok(`Redis ${facts.version}`);
    } catch (error) {
      if (error instanceof CannotLook) throw error;
      return fail(`cannot be used: ${(error as Error).message}`, 'see that Redis runs, and what REDIS_URL names');
    }
  },
};

const about = (name: string, judge: (facts: RedisFacts) => Finding): Check => ({
  name,
  look: async (ground: Ground) => {
    const asked = ground.readRedis();
    if (!asked) return NONE;
    return judge(
      await asked.catch(() => {
        throw new CannotLook('Redis cannot be used');
      }),
    );
  },
});

export const redis: readonly Check[] = [
  reached,
  about('Redis policy', ({ maxmemoryPolicy }) =>
    maxmemoryPolicy === 'noeviction'
      ? ok(maxmemoryPolicy)
      : fail(
          `maxmemory-policy ${maxmemoryPolicy}: a full Redis would drop the queue`,
          'set maxmemory-policy noeviction',
        ),
  ),
  about('Redis persistence', ({ appendOnly }) =>
    appendOnly
      ? ok('append-only file')
      : warn('no append-only file: after a restart, sweeps pause for 30 s at most', 'set appendonly yes'),
  ),
];
