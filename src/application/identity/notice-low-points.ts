import { noticeOfLowPoints } from '../../domain/identity/notice.ts';
import type { NoticeSender } from '../../domain/identity/notice-sender.ts';
import { accountOf, type NoticeId, type UserId } from '../../domain/shared/ids.ts';
import { hasFallen, levelAt } from '../../domain/shared/low-points.ts';
import { noPoints, type Points } from '../../domain/shared/points.ts';
import type { IdSource } from '../shared/random.ts';
import { type ReportFault, runEach } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { lockPresentUser } from './lock-present-user.ts';
import { willingUsers } from './willing-users.ts';

type Needed = 'users' | 'consents' | 'notices' | 'lowPointsMarks' | 'ledger' | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needed>;
  readonly ids: IdSource;
  readonly noticeSender: NoticeSender;
  readonly lowPointsLevels: readonly Points[];
  readonly reportFault: ReportFault;
};
/** Undefined: never looked at. */
type Seen = { readonly before: Points | null | undefined; readonly left: Points; readonly level: Points | null };

/** Notices where points run low, for users who want to know. Calls are charged without any of this. */
export const noticeLowPoints = (dependencies: Dependencies): Sweep => ({
  name: 'notice-low-points',
  everyMs: 5 * 60_000,
  run: async (signal) => {
    const { uow, noticeSender, lowPointsLevels: levels, reportFault } = dependencies;
    if (levels.length === 0 || !noticeSender.templates.has('points_low')) return;
    for await (const users of willingUsers(uow, 'points_low')) {
      const seen = await uow.run((stores) => look(stores, levels, users));
      const moved = users.filter((userId) => hasMoved(seen.get(userId) as Seen));
      await runEach(moved, (userId) => noteLevel(dependencies, userId), { signal, reportFault });
      if (signal.aborted) return;
    }
  },
});

const hasMoved = ({ before, level }: Seen): boolean => before !== level;

/** Two questions for a whole page of users. */
async function look(
  { lowPointsMarks, ledger, clock }: Pick<Stores, Needed>,
  levels: readonly Points[],
  users: readonly UserId[],
): Promise<ReadonlyMap<UserId, Seen>> {
  const marks = await lowPointsMarks.find(users);
  const remaining = await ledger.listRemaining(users.map(accountOf), await clock.now());
  const seenOf = (userId: UserId): Seen => {
    const left = remaining.get(accountOf(userId)) ?? noPoints;
    return { before: marks.get(userId), left, level: levelAt(levels, left) };
  };
  return new Map(users.map((userId) => [userId, seenOf(userId)]));
}

/** Looks once more, alone with this user. The first look only takes the mark: whoever begins with few points knows it. */
async function noteLevel({ uow, ids, lowPointsLevels: levels }: Dependencies, userId: UserId): Promise<void> {
  await uow.run(async (stores) => {
    if (!(await lockPresentUser(stores, userId))) return;
    const seen = (await look(stores, levels, [userId])).get(userId) as Seen;
    if (!hasMoved(seen)) return;
    const { before, left, level } = seen;
    const now = await stores.clock.now();
    await stores.lowPointsMarks.put(userId, level, now);
    if (level === null || before === undefined || !hasFallen(before, level)) return;
    await stores.notices.add(noticeOfLowPoints({ id: ids.next<NoticeId>(), userId }, { left, level }, now), now);
  });
}
