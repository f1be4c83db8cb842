import { isPresent, type User } from '../../domain/identity/user.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

/** The user as he is once nobody else can change him; null: he is gone since he was authenticated. */
export async function lockPresentUser({ users }: Pick<Stores, 'users'>, id: UserId): Promise<User | null> {
  await users.lock(id);
  const user = await users.find(id);
  return user && isPresent(user) ? user : null;
}
