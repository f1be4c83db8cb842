import { expect } from 'chai';
import { sealUnder } from '../../../../src/adapters/system/seal-secret.ts';
import {
  WechatCodeLogin,
  type WechatCodeLoginSettings,
} from '../../../../src/adapters/wechat/login/wechat-code-login.ts';
import { WechatLoginError } from '../../../../src/adapters/wechat/login/wechat-login-error.ts';
import { sealedFor } from '../../../../src/domain/identity/session-key.ts';
import { everythingIn, failureOf, unavailabilityOf } from '../support/failures.ts';
import { LoopbackWechat, type Reply } from '../support/loopback-wechat.ts';
import { plain, reset, silence } from '../support/replies.ts';

const appSecret = '5f3a9c1be0d94e7788aa00112233ffee';
const sessionKey = 'FUJPVE9opnEevvjQ+oBN1Q==';
const seal = sealUnder(appSecret);
const json = (value: unknown): Reply => plain(200, JSON.stringify(value));
const errcode = (code: number, errmsg = 'refused, rid: 65a1-0b2c'): Reply => json({ errcode: code, errmsg });
const session = (extra: object = {}): Reply => json({ openid: 'oUser1', session_key: sessionKey, ...extra });

describe('logging in with a code', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());

  function exchangeCode(code = '0a1b2c', overrides: Partial<WechatCodeLoginSettings> = {}) {
    const settings = { baseUrl: wechat.baseUrl, appid: 'wx1', appSecret, timeoutMs: 500, ...overrides };
    return new WechatCodeLogin(settings, seal).exchangeCode(code);
  }
  /** With what was sealed opened again. */
  async function login() {
    const outcome = await exchangeCode();
    if (outcome.kind !== 'recognised') return outcome;
    const { sessionKey: sealed, identity } = outcome;
    return { ...outcome, sessionKey: sealed && seal.open(sealed, sealedFor(identity.appid, identity.openid)) };
  }
  const recognised = (unionid: string | null) => ({
    kind: 'recognised',
    identity: { appid: 'wx1', openid: 'oUser1', unionid },
    sessionKey,
  });

  it('asks WeChat with the appid, the secret and the code', async () => {
    wechat.replyWith(session());
    await exchangeCode('a&secret=b#c');
    const url = new URL(wechat.lastRequest.path, 'http://x');
    expect(url.pathname).to.equal('/sns/jscode2session');
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      appid: 'wx1',
      secret: appSecret,
      js_code: 'a&secret=b#c',
      grant_type: 'authorization_code',
    });
  });

  it('recognises the user by the openid, and hands out the session key sealed', async () => {
    wechat.replyWith(session());
    expect(await login()).to.deep.equal(recognised(null));
    expect(everythingIn(await exchangeCode())).not.to.include(sessionKey);
  });

  it('recognises the user also without a session key', async () => {
    wechat.replyWith(session({ session_key: undefined }));
    expect(await login()).to.deep.equal({ ...recognised(null), sessionKey: null });
  });

  it('passes the unionid on', async () => {
    wechat.replyWith(session({ unionid: 'oUnion1', errcode: 0, errmsg: 'ok' }));
    expect(await login()).to.deep.equal(recognised('oUnion1'));
    wechat.replyWith(session({ unionid: '' }));
    expect(await login()).to.deep.equal(recognised(null));
  });

  const refusals = { 40029: 'invalid_code', 40163: 'invalid_code', 40226: 'user_blocked', 45011: 'too_frequent' };
  for (const [code, kind] of Object.entries(refusals)) {
    it(`says ${kind} on ${code}`, async () => {
      wechat.replyWith(errcode(Number(code)));
      expect(await exchangeCode()).to.deep.equal({ kind });
      expect(wechat.requests).to.have.length(1);
    });
  }

  it('asks once more when WeChat is busy', async () => {
    wechat.replyWith(errcode(-1), session());
    expect(await login()).to.deep.equal(recognised(null));
  });

  it('is Unavailable when WeChat is busy twice', async () => {
    wechat.replyWith(errcode(-1));
    expect(await unavailabilityOf(exchangeCode(), 'wechat_login')).to.include('-1');
    expect(wechat.requests).to.have.length(2);
  });

  for (const code of [40013, 40125, 99999]) {
    it(`throws ${code} as a plain error, with the id that support asks for`, async () => {
      wechat.replyWith(errcode(code, `invalid appsecret ${appSecret}, rid: 65a1-0b2c`));
      const error = await failureOf(exchangeCode());
      expect(error).to.be.instanceOf(WechatLoginError).and.to.include({ errcode: code, requestId: '65a1-0b2c' });
      expect(everythingIn(error)).not.to.include(appSecret);
    });
  }

  const unusable: Record<string, Reply> = {
    'says nothing': json({}),
    'says null': json(null),
    'has an empty openid': json({ openid: '', session_key: sessionKey }),
    'is cut off': plain(200, `{"session_key":"${sessionKey}","openid":"oUs`),
    'is a server error': plain(500, '{"errcode":40029}'),
    'is a redirect': plain(302, '', { location: 'http://127.0.0.1:1/' }),
    'is enormous': plain(200, ' '.repeat(65 * 1024)),
    'breaks off': reset,
    'never comes': silence,
  };
  for (const [what, reply] of Object.entries(unusable)) {
    it(`is Unavailable, after one try and without a secret, when the answer ${what}`, async () => {
      wechat.replyWith(reply);
      const outcome = exchangeCode();
      await unavailabilityOf(outcome, 'wechat_login');
      expect(wechat.requests).to.have.length(1);
      const shown = everythingIn(await failureOf(outcome));
      for (const secret of [appSecret, sessionKey, 'secret=']) expect(shown).not.to.include(secret);
    });
  }

  it('shows no secret when the address of WeChat is wrong', async () => {
    for (const baseUrl of ['not a url', 'http://127.0.0.1:1', 'gopher://x']) {
      const shown = everythingIn(await failureOf(exchangeCode('c', { baseUrl })));
      for (const secret of [appSecret, 'secret=']) expect(shown).not.to.include(secret);
    }
  });
});
