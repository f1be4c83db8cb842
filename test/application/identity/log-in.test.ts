import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { newUser } from '../../../src/domain/identity/user.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import type { SealedText } from '../../../src/domain/shared/sealed-text.ts';
import { OURS } from '../../support/builders.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { openShop } from '../../support/shop.ts';
import { untouchable } from '../../support/untouchable.ts';

describe('log in with WeChat', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const login = async (code: string) => {
    const outcome = await shop.logIn(code);
    return outcome.kind === 'logged_in' ? outcome : expect.fail(outcome.kind);
  };
  const identified = (unionid: string | null) =>
    ({ kind: 'recognised', identity: { appid: OURS.appid, openid: 'o-1', unionid }, sessionKey: null }) as const;

  it('makes an account on the first login', async () => {
    const { user, session } = await login('o-1');
    expect(user).to.deep.equal(newUser(user.id, NOON, `微信用户${user.id.slice(-6)}`));
    expect(session).to.deep.include({ userId: user.id, createdAt: NOON, expiresAt: msAfter(NOON, 30 * DAY) });
  });

  it('finds the same account on the next one, with a session of its own', async () => {
    const first = await login('o-1');
    const second = await login('o-1');
    expect(second.user).to.deep.equal(first.user);
    expect(second.token).not.to.equal(first.token);
    expect(await shop.authenticateSession(first.token)).to.have.property('kind', 'signed_in');
  });

  it('keeps different people apart', async () => {
    expect((await login('o-1')).user.id).not.to.equal((await login('o-2')).user.id);
  });

  it('finds the same account when WeChat tells a unionid later, and when it tells none again', async () => {
    const { user } = await login('o-1');
    for (const unionid of ['u-1', null]) {
      shop.wechatLogin.answers.gives(identified(unionid));
      expect((await login('code')).user.id).to.equal(user.id);
    }
  });

  it('keeps the newest session key of this identity, with its time', async () => {
    const keyOf = () => shop.uow.run(({ users }) => users.sessionKeyOf(OURS.appid, 'o-1'));
    const loginWith = async (sessionKey: SealedText | null) => {
      shop.wechatLogin.answers.gives({ ...identified(null), sessionKey });
      await login('code');
    };
    await loginWith('sealed 1' as SealedText);
    shop.uow.now = msAfter(NOON, DAY);
    await loginWith('sealed 2' as SealedText);
    await loginWith(null);
    expect(await keyOf()).to.deep.equal({ sealed: 'sealed 2', keptAt: msAfter(NOON, DAY) });
  });

  for (const kind of ['invalid_code', 'user_blocked', 'too_frequent'] as const) {
    it(`hands on the refusal ${kind} and makes no account`, async () => {
      const closed = openShop(untouchable);
      closed.wechatLogin.answers.gives({ kind });
      expect(await closed.logIn('code')).to.deep.equal({ kind });
    });
  }

  it('makes no account while WeChat is unavailable', async () => {
    shop.wechatLogin.answers.gives(new Unavailable('wechat_login'));
    expect(await rejectionOf(shop.logIn('o-1'))).to.be.instanceOf(Unavailable);
    expect(await shop.uow.run(({ users }) => users.findByIdentity(OURS.appid, 'o-1'))).to.equal(null);
  });

  it('keeps only the digest of a session token', async () => {
    const { token } = await login('o-1');
    expect(token).to.match(/^hss_[0-9a-f]{64}$/);
    expect(await shop.uow.run(({ sessions }) => sessions.findByDigest(token))).to.equal(null);
  });
});
