import type { ExpiringPoints } from '../../domain/ledger/points-ledger.ts';
import { addDays } from '../../domain/shared/beijing-time.ts';
import { byLastDay } from '../../domain/shared/expiring-points.ts';
import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import { newsOfExpiry } from '../../domain/webhooks/news.ts';
import type { IdSource } from '../shared/random.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type LookNeeds, lookAtHeard } from './heard-users.ts';
import { tellOnce } from './tell-once.ts';

type Dependencies = {
  readonly uow: UnitOfWork<LookNeeds | 'ledger' | 'clock'>;
  readonly ids: IdSource;
  /** How many days ahead. */
  readonly pointsExpiringDays: number;
};

/** Tells of points that expire soon, once per user and last day. */
export const tellExpiringPoints = ({ uow, ids, pointsExpiringDays: days }: Dependencies): Sweep => ({
  name: 'tell-expiring-points',
  everyMs: 60 * 60_000,
  run: (signal) =>
    lookAtHeard<'ledger' | 'clock'>(uow, 'points.expiring', signal, async (stores, userIds) => {
      const now = await stores.clock.now();
      const expiring = await stores.ledger.listExpiring(userIds.map(accountOf), { now, until: addDays(now, days) });
      const told = [...new Set(userIds)].flatMap((userId) => newsOf(userId, expiring));
      await tellOnce(stores, ids, 'points.expiring', told, now);
    }),
});

const newsOf = (userId: UserId, expiring: readonly ExpiringPoints[]) =>
  byLastDay(expiring.filter(({ accountId }) => accountId === accountOf(userId))).map((each) => ({
    ...{ news: newsOfExpiry(userId, each), over: each.expiresAt },
  }));
