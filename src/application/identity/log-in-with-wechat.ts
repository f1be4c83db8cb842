import { type Session, sessionExpiry } from '../../domain/identity/session.ts';
import { defaultNickname, type User } from '../../domain/identity/user.ts';
import type { WechatIdentity, WechatLogin, WechatLoginOutcome } from '../../domain/identity/wechat-login.ts';
import type { SessionId, UserId } from '../../domain/shared/ids.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { newSessionToken } from './session-token.ts';

type Needed = 'users' | 'sessions' | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needed>;
  readonly wechatLogin: WechatLogin;
  readonly ids: IdSource;
  readonly secrets: Secrets;
};
type Recognised = Extract<WechatLoginOutcome, { kind: 'recognised' }>;
export type LoginOutcome =
  | { readonly kind: 'logged_in'; readonly user: User; readonly session: Session; readonly token: string }
  | Exclude<WechatLoginOutcome, { kind: 'recognised' }>;
export type LogInWithWechat = (code: string) => Promise<LoginOutcome>;

/** Silent login: the code of `wx.login` becomes a session; the account is made on the first one. */
export const logInWithWechat =
  ({ uow, wechatLogin, ids, secrets }: Dependencies): LogInWithWechat =>
  async (code) => {
    const login = await wechatLogin.exchangeCode(code);
    if (login.kind !== 'recognised') return login;
    return uow.run(async (stores) => {
      const user = await findOrAddUser(stores, login.identity, ids);
      const now = await stores.clock.now();
      await keepSessionKey(stores, login, now);
      const session = { id: ids.next<SessionId>(), userId: user.id, createdAt: now, expiresAt: sessionExpiry(now) };
      const token = newSessionToken(secrets);
      await stores.sessions.add(session, secrets.digest(token));
      return { kind: 'logged_in', user, session, token };
    });
  };

async function keepSessionKey(
  { users }: Pick<Stores, 'users'>,
  { identity: { appid, openid }, sessionKey }: Recognised,
  now: Date,
): Promise<void> {
  if (sessionKey !== null) await users.keepSessionKey(appid, openid, { sealed: sessionKey, keptAt: now });
}

async function findOrAddUser(
  { users, clock }: Pick<Stores, 'users' | 'clock'>,
  identity: WechatIdentity,
  ids: IdSource,
): Promise<User> {
  await users.lockIdentity(identity.appid, identity.openid);
  const known = await users.findByIdentity(identity.appid, identity.openid);
  if (known) {
    await users.noteUnionid(identity);
    return known;
  }
  const id = ids.next<UserId>();
  const user: User = { id, nickname: defaultNickname(id), createdAt: await clock.now() };
  await users.add(user, identity);
  return user;
}
