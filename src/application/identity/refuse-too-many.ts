import {
  judgeFrequency,
  PROFILE_CHANGES,
  PROFILE_CHANGES_PER_DAY,
  startOfBeijingDay,
  type TooManyChanges,
} from '../../domain/identity/profile-changes.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

/**
 * Null: the user may change his profile once more today. The audit log has every change, in the transaction of the change, so that
 * no counter beside it can be wrong.
 */
export async function refuseTooMany(
  { audit, clock }: Pick<Stores, 'audit' | 'clock'>,
  userId: UserId,
): Promise<TooManyChanges | null> {
  const now = await clock.now();
  let changes = 0;
  for (const action of PROFILE_CHANGES) {
    const today = { subjectId: userId, action, since: startOfBeijingDay(now) };
    changes += (await audit.list(today, { before: null, limit: PROFILE_CHANGES_PER_DAY })).length;
  }
  return judgeFrequency(changes, now);
}
