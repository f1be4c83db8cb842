import {
  afterArrival,
  afterLeaving,
  digestedOf,
  type Follower,
  type FollowerEvent,
  hasComeSince,
  hasLeftSince,
  isFollowing,
} from '../../domain/identity/follower.ts';
import { isPresent, type User } from '../../domain/identity/user.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { type FindOrAddNeeds, findOrAddUser } from './find-or-add-user.ts';

export type MeetNeeds = FindOrAddNeeds;
type Needed = Pick<Stores, MeetNeeds>;
export type MeetTools = { readonly ids: IdSource; readonly secrets: Pick<Secrets, 'digest'> };
export type ToldEvent = { readonly event: FollowerEvent; readonly requestId: string | null };

/** Somebody follows: who he is, made a user if need be. Null: he has left since. */
export async function meetFollower(
  stores: Needed,
  { ids, secrets }: MeetTools,
  { event, requestId }: ToldEvent,
  unionid: string | null,
): Promise<User | null> {
  const { users, followers } = stores;
  const { appid, openid } = event;
  const digest = secrets.digest(digestedOf(appid, openid));
  await users.lockIdentity(appid, openid);
  const known = await followers.find(appid, digest);
  if (hasLeftSince(known, event)) return null;
  if (known && !isFollowing(known)) await bringBack(stores, { appid, openid }, digest);
  const user = await findOrAddUser(stores, ids, { appid, openid, unionid }, requestId);
  await followers.save(afterArrival(known, event, digest, user.id));
  if (!known || !isFollowing(known)) {
    const after = { again: known !== null, byCode: event.scene !== null };
    await note(stores, ids, requestId, { action: 'follower.subscribed', userId: user.id, after });
  }
  return user;
}

/** Somebody has left: WeChat wants what the official account knew of him to be forgotten. Gives whether that is the latest. */
export async function partFromFollower(
  stores: Needed,
  { ids, secrets }: MeetTools,
  { event, requestId }: ToldEvent,
): Promise<{ readonly kind: 'left' | 'outdated'; readonly userId: UserId | null }> {
  const { users, followers } = stores;
  const { appid, openid } = event;
  const digest = secrets.digest(digestedOf(appid, openid));
  await users.lockIdentity(appid, openid);
  const known = await lockFollower(stores, appid, digest);
  const userId = known?.userId ?? null;
  if (hasComeSince(known, event)) return { kind: 'outdated', userId };
  await users.removeIdentity(appid, openid);
  await followers.save(afterLeaving(known, event, digest));
  if (userId && known && isFollowing(known)) {
    await note(stores, ids, requestId, { action: 'follower.unsubscribed', userId });
  }
  return { kind: 'left', userId };
}

/** His points are where they were: with the user whom he left, unless that one is gone too. */
async function bringBack(
  stores: Needed,
  { appid, openid }: { readonly appid: string; readonly openid: string },
  digest: string,
): Promise<void> {
  const { users } = stores;
  const former = (await lockFollower(stores, appid, digest))?.userId ?? null;
  if (former === null || (await users.findByIdentity(appid, openid))) return;
  const user = await users.find(former);
  if (user && isPresent(user)) await users.addIdentity(former, { appid, openid, unionid: null });
}

/** With the user whom he leads to locked: a merge may have moved him while we waited, and will not any more. */
async function lockFollower({ users, followers }: Needed, appid: string, digest: string): Promise<Follower | null> {
  for (;;) {
    const known = await followers.find(appid, digest);
    if (!known?.userId) return known;
    await users.lock(known.userId);
    const now = await followers.find(appid, digest);
    if (now?.userId === known.userId) return now;
  }
}

type Noted = {
  readonly action: 'follower.subscribed' | 'follower.unsubscribed';
  readonly userId: UserId;
  readonly after?: Readonly<Record<string, boolean>>;
};

const note = (stores: Needed, ids: IdSource, requestId: string | null, { userId, ...noted }: Noted): Promise<void> =>
  noteDeed(
    stores,
    ids,
    { actor: { kind: 'wechat' }, requestId },
    {
      ...{ subject: { kind: 'user', id: userId }, userId },
      ...noted,
    },
  );
