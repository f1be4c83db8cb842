import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import { hasFallen, levelAt } from '../../domain/shared/low-points.ts';
import { noPoints, type Points } from '../../domain/shared/points.ts';
import { newsOfLowPoints } from '../../domain/webhooks/news.ts';
import type { IdSource } from '../shared/random.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type LookNeeds, lookAtHeard } from './heard-users.ts';
import { tellWebhooks } from './tell-webhooks.ts';

type Needed = LookNeeds | 'ledger' | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needed>;
  readonly ids: IdSource;
  readonly lowPointsLevels: readonly Points[];
};
type Seen = {
  readonly userId: UserId;
  /** Undefined: never looked at. */
  readonly before: Points | null | undefined;
  readonly left: Points;
  readonly level: Points | null;
};

/** Tells where points run low, by the rule that users are told by as well. Calls are charged without any of this. */
export const tellLowPoints = ({ uow, ids, lowPointsLevels: levels }: Dependencies): Sweep => ({
  name: 'tell-low-points',
  everyMs: 5 * 60_000,
  run: async (signal) => {
    if (levels.length === 0) return;
    await lookAtHeard<'ledger' | 'clock'>(uow, 'points.low', signal, async (stores, userIds) => {
      const now = await stores.clock.now();
      const moved = (await look(stores, levels, userIds, now)).filter(({ before, level }) => before !== level);
      await stores.webhookMarks.putLowPoints(moved);
      for (const { userId, before, left, level } of moved) {
        // The first look only takes the mark: whoever begins with few points knows it.
        if (level === null || before === undefined || !hasFallen(before, level)) continue;
        await tellWebhooks(stores, ids, newsOfLowPoints(userId, { left, level }, now), now);
      }
    });
  },
});

/** Two questions for a whole page of users. */
async function look(
  { webhookMarks, ledger }: Pick<Stores, 'webhookMarks' | 'ledger'>,
  levels: readonly Points[],
  userIds: readonly UserId[],
  now: Date,
): Promise<Seen[]> {
  const marks = await webhookMarks.lowPointsOf(userIds);
  const remaining = await ledger.listRemaining(userIds.map(accountOf), now);
  return [...new Set(userIds)].map((userId) => {
    const left = remaining.get(accountOf(userId)) ?? noPoints;
    return { userId, before: marks.get(userId), left, level: levelAt(levels, left) };
  });
}
