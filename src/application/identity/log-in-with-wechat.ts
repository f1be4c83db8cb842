import type { Session } from '../../domain/identity/session.ts';
import type { User } from '../../domain/identity/user.ts';
import type { WechatLogin, WechatLoginOutcome } from '../../domain/identity/wechat-login.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type FindOrAddNeeds, findOrAddUser } from './find-or-add-user.ts';
import { openSession } from './open-session.ts';

type Dependencies = {
  readonly uow: UnitOfWork<FindOrAddNeeds>;
  readonly wechatLogin: WechatLogin;
  readonly ids: IdSource;
  readonly secrets: Secrets;
};
type Recognised = Extract<WechatLoginOutcome, { kind: 'recognised' }>;
export type LoginOutcome =
  | { readonly kind: 'logged_in'; readonly user: User; readonly session: Session; readonly token: string }
  | Exclude<WechatLoginOutcome, { kind: 'recognised' }>;
export type LoginRequest = {
  /** Of `wx.login`. */
  readonly code: string;
  readonly device: string | null;
  readonly requestId: string | null;
};
export type LogInWithWechat = (request: LoginRequest) => Promise<LoginOutcome>;

/** Silent login: the code of `wx.login` becomes a session; the account is made on the first one. */
export const logInWithWechat =
  ({ uow, wechatLogin, ids, secrets }: Dependencies): LogInWithWechat =>
  async ({ code, device, requestId }) => {
    const login = await wechatLogin.exchangeCode(code);
    if (login.kind !== 'recognised') return login;
    return uow.run(async (stores) => {
      const user = await findOrAddUser(stores, ids, login.identity, requestId);
      await keepSessionKey(stores, login);
      const by = { actor: { kind: 'user', userId: user.id }, requestId } as const;
      const opening = { userId: user.id, kind: 'mini_program', device } as const;
      return { kind: 'logged_in', user, ...(await openSession(stores, { ids, secrets }, opening, by)) };
    });
  };

async function keepSessionKey(
  { users, clock }: Pick<Stores, 'users' | 'clock'>,
  { identity: { appid, openid }, sessionKey }: Recognised,
): Promise<void> {
  if (sessionKey === null) return;
  await users.keepSessionKey(appid, openid, { sealed: sessionKey, keptAt: await clock.now() });
}
