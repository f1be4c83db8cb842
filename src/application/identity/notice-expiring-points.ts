import { noticeOfExpiry } from '../../domain/identity/notice.ts';
import { nextDaytime } from '../../domain/identity/notice-schedule.ts';
import type { NoticeSender } from '../../domain/identity/notice-sender.ts';
import type { ExpiringPoints } from '../../domain/ledger/points-ledger.ts';
import { addDays } from '../../domain/shared/beijing-time.ts';
import { byLastDay } from '../../domain/shared/expiring-points.ts';
import { accountOf, type NoticeId, type UserId } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';
import { type ReportFault, runEach } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { lockPresentUser } from './lock-present-user.ts';
import { willingUsers } from './willing-users.ts';

type Needed = 'users' | 'consents' | 'notices' | 'ledger' | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needed>;
  readonly ids: IdSource;
  readonly noticeSender: NoticeSender;
  /** How many days ahead. */
  readonly pointsExpiringDays: number;
  readonly reportFault: ReportFault;
};

/** Notices of points that expire soon, by day of expiry, for users who want to know. */
export const noticeExpiringPoints = (dependencies: Dependencies): Sweep => ({
  name: 'notice-expiring-points',
  everyMs: 60 * 60_000,
  run: async (signal) => {
    const { uow, noticeSender, pointsExpiringDays: days, reportFault } = dependencies;
    if (!noticeSender.templates.has('points_expiring')) return;
    for await (const users of willingUsers(uow, 'points_expiring')) {
      const expiring = await uow.run((stores) => listExpiring(stores, users, days));
      const concerned = users.filter((userId) => expiring.some(({ accountId }) => accountId === accountOf(userId)));
      await runEach(concerned, (userId) => noteExpiry(dependencies, userId), { signal, reportFault });
      if (signal.aborted) return;
    }
  },
});

async function listExpiring(
  { ledger, clock }: Pick<Stores, Needed>,
  users: readonly UserId[],
  days: number,
): Promise<ExpiringPoints[]> {
  const now = await clock.now();
  return ledger.listExpiring(users.map(accountOf), { now, until: addDays(now, days) });
}

/** One at a time, the next day first: what the user has accepted may be a single message. */
async function noteExpiry({ uow, ids, pointsExpiringDays: days }: Dependencies, userId: UserId): Promise<void> {
  await uow.run(async (stores) => {
    if (!(await lockPresentUser(stores, userId))) return;
    if (await stores.notices.hasPending(userId, 'points_expiring')) return;
    const now = await stores.clock.now();
    for (const each of byLastDay(await listExpiring(stores, [userId], days))) {
      const notice = noticeOfExpiry({ id: ids.next<NoticeId>(), userId }, each, now);
      if (await stores.notices.add(notice, nextDaytime(now))) return;
    }
  });
}
