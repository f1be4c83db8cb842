import type { UserId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

/**
 * Is this user's account being closed, or gone? Asked by use cases that give something that outlives the request, after the
 * lock that a closing takes too (`lockPerson`): either they come first and the closing sees what they did, or they are refused.
 */
export async function isLeaving({ users }: Pick<Stores, 'users'>, userId: UserId): Promise<boolean> {
  const user = await users.find(userId);
  return user !== null && user.status !== 'active';
}
