import type { User } from '../../domain/identity/user.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type TakeOverNeeds = 'users' | 'followers' | 'sessions' | 'redemptionCodes';

/** Whoever signed in as `from` signs in as `into` from now on. Both are locked. Gives how many identities that changes. */
export async function takeOver(
  { users, followers, sessions, redemptionCodes }: Pick<Stores, TakeOverNeeds>,
  from: User,
  into: User,
): Promise<number> {
  const identities = await users.moveIdentities(from.id, into.id);
  await followers.move(from.id, into.id);
  // What one person may redeem of a batch counts for both.
  await redemptionCodes.move(from.id, into.id);
  await sessions.removeAllOf(from.id, null);
  await users.save({ ...from, status: 'merged', mergedInto: into.id });
  return identities;
}
