import type { Users } from '../../domain/identity/identity-stores.ts';
import type { User } from '../../domain/identity/user.ts';
import type { UserId } from '../../domain/shared/ids.ts';

/** Who this user is by now: whoever has taken his place, where he was merged. */
export async function presentUser(users: Pick<Users, 'find'>, id: UserId): Promise<User | null> {
  let user = await users.find(id);
  while (user?.mergedInto) user = await users.find(user.mergedInto);
  return user;
}
