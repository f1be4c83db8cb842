import type { ByOperator } from '../../src/application/identity/merge-users.ts';
import type { FollowerEvent } from '../../src/domain/identity/follower.ts';
import type { FollowerOutcome } from '../../src/domain/identity/follower-inbox.ts';
import type { User } from '../../src/domain/identity/user.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { OURS } from './builders.ts';
import { aMessage } from './fake-official-account.ts';
import { newId } from './ids.ts';
import { NOON } from './instants.ts';
import type { Shop } from './shop.ts';

export const OFFICIAL = { appid: 'wx0000000000000009' } as const;

export const anEvent = (change: Partial<FollowerEvent> = {}): FollowerEvent => ({
  ...{ kind: 'subscribe', appid: OFFICIAL.appid, openid: 'oa-somebody', scene: null, occurredAt: NOON },
  ...change,
});

/** WeChat tells of it, and it is stored; gives its key. */
export async function told(shop: Shop, change: Partial<FollowerEvent> = {}): Promise<string> {
  const received = await shop.receiveFollowerMessage(aMessage(anEvent(change), newId()));
  if (received.kind !== 'stored') throw new Error(`receiveFollowerMessage: ${received.kind}`);
  return received.messageKey;
}

/** Told and handled. */
export async function happens(shop: Shop, change: Partial<FollowerEvent> = {}): Promise<FollowerOutcome> {
  const outcome = await shop.handleFollowerEvent(await told(shop, change), null);
  if (!outcome) throw new Error('somebody else is at it');
  return outcome;
}

/** Somebody who follows: who he is. */
export async function aFollower(shop: Shop, openid: string = newId(), unionid?: string): Promise<UserId> {
  if (unionid !== undefined) shop.followerInfo.unionids.set(openid, unionid);
  const { userId, kind } = await happens(shop, { openid });
  if (!userId) throw new Error(`a follower: ${kind}`);
  return userId;
}

/** Somebody who signs in through the mini-program: who he is. */
export async function aMember(shop: Shop, openid: string = newId(), unionid: string | null = null): Promise<UserId> {
  const identity = { appid: OURS.appid, openid, unionid };
  shop.wechatLogin.answers.gives({ kind: 'recognised', identity, sessionKey: null });
  const login = await shop.logIn(openid);
  if (login.kind !== 'logged_in') throw new Error(`login: ${login.kind}`);
  return login.user.id;
}

export const userOf = async (shop: Shop, id: UserId): Promise<User> =>
  (await shop.uow.run(({ users }) => users.find(id))) as User;

/** What the audit log says of this user, oldest first. */
export const deedsOf = async (shop: Shop, userId: UserId): Promise<string[]> =>
  (await shop.uow.run(({ audit }) => audit.list({ userId }, { before: null, limit: 100 })))
    .map(({ action }) => action)
    .reverse();

export const BY_ALICE: ByOperator = { actor: { kind: 'operator', name: 'alice' }, requestId: null };
