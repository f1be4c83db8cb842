import type { SessionId, UserId } from '../shared/ids.ts';
import type { Session } from './session.ts';
import type { SessionKey } from './session-key.ts';
import type { User } from './user.ts';
import type { WechatIdentity } from './wechat-login.ts';

/** Port. Users and the WeChat identities that lead to them. */
export interface Users {
  /** One sign-in at a time per identity: until the transaction ends, others who call this for it wait. */
  lockIdentity(appid: string, openid: string): Promise<void>;
  findByIdentity(appid: string, openid: string): Promise<User | null>;
  find(id: UserId): Promise<User | null>;
  add(user: User, identity: WechatIdentity): Promise<void>;
  /** Keeps the unionid, which may appear later than the identity. */
  noteUnionid(identity: WechatIdentity): Promise<void>;
  openidOf(id: UserId, appid: string): Promise<string | null>;
  /** In the place of the one that was kept before. */
  keepSessionKey(appid: string, openid: string, key: SessionKey): Promise<void>;
  sessionKeyOf(appid: string, openid: string): Promise<SessionKey | null>;
}

/** Port. */
export interface Sessions {
  add(session: Session, tokenDigest: string): Promise<void>;
  findByDigest(tokenDigest: string): Promise<Session | null>;
  renew(id: SessionId, expiresAt: Date): Promise<void>;
}
