import { newUser, type User } from '../../domain/identity/user.ts';
import type { WechatIdentity } from '../../domain/identity/wechat-login.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';

/** The user whom this WeChat identity leads to, made if there is none. */
export async function findOrAddUser(
  stores: Pick<Stores, 'users' | 'audit' | 'clock'>,
  ids: IdSource,
  identity: WechatIdentity,
  requestId: string | null,
): Promise<User> {
  const { users, clock } = stores;
  await users.lockIdentity(identity.appid, identity.openid);
  const known = await users.findByIdentity(identity.appid, identity.openid);
  if (known) {
    await users.noteUnionid(identity);
    return known;
  }
  const user = newUser(ids.next<UserId>(), await clock.now());
  await users.add(user);
  await users.addIdentity(user.id, identity);
  const subject = { kind: 'user', id: user.id } as const;
  const by = { actor: { kind: 'wechat' }, requestId } as const;
  await noteDeed(stores, ids, by, { action: 'user.created', subject, userId: user.id });
  return user;
}
