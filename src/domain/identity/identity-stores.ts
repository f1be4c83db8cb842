import type { SessionId, UserId } from '../shared/ids.ts';
import type { UserPage, UserPageWish } from './external-user.ts';
import type { Follower } from './follower.ts';
import type { Session } from './session.ts';
import type { SessionKey } from './session-key.ts';
import type { User } from './user.ts';
import type { WechatIdentity } from './wechat-login.ts';

/** Port. Users and the WeChat identities that lead to them. */
export interface Users {
  /** One sign-in at a time per identity: until the transaction ends, others who call this for it wait. */
  lockIdentity(appid: string, openid: string): Promise<void>;
  /** One change at a time per user. Nobody takes this lock while he holds the user's account. */
  lock(id: UserId): Promise<void>;
  findByIdentity(appid: string, openid: string): Promise<User | null>;
  find(id: UserId): Promise<User | null>;
  add(user: User): Promise<void>;
  /** Everything but the id and when it was made. */
  save(user: User): Promise<void>;
  addIdentity(id: UserId, identity: WechatIdentity): Promise<void>;
  /** Keeps the unionid, which may appear later than the identity. */
  noteUnionid(identity: WechatIdentity): Promise<void>;
  /** Where a merge has given the user several at one app: the one that signed in last. */
  openidOf(id: UserId, appid: string): Promise<string | null>;
  /** In the place of the one that was kept before. */
  keepSessionKey(appid: string, openid: string, key: SessionKey): Promise<void>;
  sessionKeyOf(appid: string, openid: string): Promise<SessionKey | null>;

  /** One sign-in at a time per person, after `lockIdentity`. */
  lockUnionid(unionid: string): Promise<void>;
  /** Who has an identity with this unionid, oldest user first. */
  listByUnionid(unionid: string): Promise<User[]>;
  listIdentities(id: UserId): Promise<WechatIdentity[]>;
  /** All of them, session keys included; gives how many. */
  moveIdentities(from: UserId, into: UserId): Promise<number>;
  /** With its session key. */
  removeIdentity(appid: string, openid: string): Promise<void>;
  /** Pairs of present users who share a unionid, the older one first. */
  listDuplicates(): Promise<(readonly [UserId, UserId])[]>;
  /** Everybody who is active, in the order of their ids. */
  listActive(page: UserPageWish): Promise<UserPage>;
}

/** Port. Whoever changes a follower has locked his identity before. */
export interface Followers {
  find(appid: string, digest: string): Promise<Follower | null>;
  /** Those who have left included. */
  listOf(userId: UserId): Promise<Follower[]>;
  /** In the place of what was known. Who follows has an identity. */
  save(follower: Follower): Promise<void>;
  /** All of this user's are the other one's. */
  move(from: UserId, into: UserId): Promise<void>;
  /** Whoever follows again is somebody new. */
  removeAllOf(userId: UserId): Promise<void>;
}

/** Port. */
export interface Sessions {
  add(session: Session, tokenDigest: string): Promise<void>;
  findByDigest(tokenDigest: string): Promise<Session | null>;
  noteUse(id: SessionId, use: Pick<Session, 'expiresAt' | 'lastUsedAt'>): Promise<void>;
  /** Those that live at `now`, the one used last first. */
  listOf(userId: UserId, now: Date): Promise<Session[]>;
  /** False: there was none. */
  remove(id: SessionId): Promise<boolean>;
  /** Gives how many. */
  removeAllOf(userId: UserId, except: SessionId | null): Promise<number>;
}
