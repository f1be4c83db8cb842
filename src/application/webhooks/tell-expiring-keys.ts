import { addDays } from '../../domain/shared/beijing-time.ts';
import { newsOfKeyExpiry } from '../../domain/webhooks/news.ts';
import type { IdSource } from '../shared/random.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type LookNeeds, lookAtHeard } from './heard-users.ts';
import { tellOnce } from './tell-once.ts';

type Dependencies = {
  readonly uow: UnitOfWork<LookNeeds | 'apiKeys' | 'clock'>;
  readonly ids: IdSource;
  /** How many days ahead: the same as for points. */
  readonly pointsExpiringDays: number;
};

/** Tells of keys that expire soon, once each. One that was rotated has a successor, so that nobody misses it. */
export const tellExpiringKeys = ({ uow, ids, pointsExpiringDays: days }: Dependencies): Sweep => ({
  name: 'tell-expiring-keys',
  everyMs: 60 * 60_000,
  run: (signal) =>
    lookAtHeard<'apiKeys' | 'clock'>(uow, 'key.expiring', signal, async (stores, userIds) => {
      const now = await stores.clock.now();
      const keys = await stores.apiKeys.listExpiring(userIds, { now, until: addDays(now, days) });
      const told = keys.map((key) => ({ news: newsOfKeyExpiry(key), over: key.expiresAt }));
      await tellOnce(stores, ids, 'key.expiring', told, now);
    }),
});
