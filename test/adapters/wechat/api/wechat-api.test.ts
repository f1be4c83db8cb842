import { inspect } from 'node:util';
import { expect } from 'chai';
import { WechatApiError } from '../../../../src/adapters/wechat/api/wechat-api-error.ts';
import { everythingIn, failureOf, unavailabilityOf } from '../support/failures.ts';
import { LoopbackWechat, type Reply } from '../support/loopback-wechat.ts';
import { plain, reset, silence } from '../support/replies.ts';
import { anApi, anApp, aToken, callsAmong, errcode, json, ok, queryOf, withToken } from '../support/weixin.ts';

const TOKEN = '86_kQ2mX9vL4nB7cR1tY6wZ3pD8sF5gH0jKaEiOuTqMxNbVcWz';

describe('a call of api.weixin.qq.com', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());

  const api = () => anApi({ baseUrl: wechat.baseUrl });

  it('posts JSON with the token and gives the answer', async () => {
    wechat.replyWith(withToken(ok({ order: { status: 2 } })));
    const answer = await api().call('/xpay/query_order', { openid: 'o1', env: 0 }, { query: { pay_sig: 'a&b' } });
    expect(answer).to.deep.include({ order: { status: 2 } });
    const { method, path, headers, body } = wechat.lastRequest;
    expect({ method, path: path.split('?')[0], type: headers['content-type'], body }).to.deep.equal({
      method: 'POST',
      path: '/xpay/query_order',
      type: 'application/json',
      body: '{"openid":"o1","env":0}',
    });
    expect(queryOf(wechat.lastRequest)).to.deep.equal({ access_token: 'token-1', pay_sig: 'a&b' });
  });

  it('reads with GET, and repeats that too with another token', async () => {
    wechat.replyWith(aToken('token-1'), errcode(42001), aToken('token-2'), json({ subscribe: 1 }));
    expect(await api().get('/cgi-bin/user/info', { query: { openid: 'o1' } })).to.deep.include({ subscribe: 1 });
    const { method, headers, body } = wechat.lastRequest;
    expect({ method, type: headers['content-type'], body }).to.deep.equal({ method: 'GET', type: undefined, body: '' });
    expect(queryOf(wechat.lastRequest)).to.deep.equal({ openid: 'o1', access_token: 'token-2' });
  });

  it('sends a text byte for byte', async () => {
    wechat.replyWith(withToken(ok()));
    await api().call('/wxa/x', '{ "a":1,  "b":"\\u4e00" }');
    expect(wechat.lastRequest.body).to.equal('{ "a":1,  "b":"\\u4e00" }');
  });

  it('takes an answer without errcode for a success', async () => {
    wechat.replyWith(withToken(json({ ticket: 't' })));
    expect(await api().call('/x', {})).to.deep.include({ ticket: 't' });
  });

  it('keeps its token from call to call', async () => {
    wechat.replyWith(withToken(ok()));
    const one = api();
    await one.call('/x', {});
    await one.call('/x', {});
    expect(wechat.requests.map(({ path }) => path.split('?')[0])).to.deep.equal(['/cgi-bin/stable_token', '/x', '/x']);
  });

  for (const code of [40001, 40014, 42001]) {
    it(`is repeated once with another token after ${code}`, async () => {
      wechat.replyWith(aToken('token-1'), errcode(code), aToken('token-2'), ok({ done: true }));
      expect(await api().call('/x', {})).to.deep.include({ done: true });
      expect(callsAmong(wechat.requests).map((call) => queryOf(call)['access_token'])).to.deep.equal([
        'token-1',
        'token-2',
      ]);
    });
  }

  it('is not repeated a second time', async () => {
    wechat.replyWith(aToken('token-1'), errcode(40001), aToken('token-2'), errcode(40001));
    const error = await failureOf(api().call('/x', {}));
    expect(error).to.be.instanceOf(WechatApiError).and.to.include({ errcode: 40001 });
    expect(callsAmong(wechat.requests)).to.have.length(2);
  });

  const laterCodes: Record<string, number> = {
    'is busy': -1,
    'has been asked too often today': 45009,
    'is asked too often': 45011,
  };
  for (const [what, code] of Object.entries(laterCodes)) {
    it(`is Unavailable when WeChat ${what}`, async () => {
      wechat.replyWith(withToken(errcode(code, 'later')));
      expect(await unavailabilityOf(api().call('/x', {}), 'wechat_api')).to.include(String(code));
      expect(callsAmong(wechat.requests)).to.have.length(1);
    });
  }

  it('throws any other error with its code, its words and the id that support asks for', async () => {
    wechat.replyWith(withToken(errcode(268490002, '数据不存在 rid: 65a1-0b2c-77')));
    const error = await failureOf(api().call('/xpay/query_order', {}));
    expect(error)
      .to.be.instanceOf(WechatApiError)
      .and.to.include({ errcode: 268490002, text: '数据不存在', requestId: '65a1-0b2c-77' });
    expect(error.message).to.equal('WeChat answered 268490002 to /xpay/query_order: 数据不存在');
  });

  it('throws a wrong app secret as a plain error', async () => {
    wechat.replyWith(errcode(40125, `invalid appsecret ${anApp().appSecret}, rid: 65a1`));
    const error = await failureOf(api().call('/x', {}));
    expect(error).to.be.instanceOf(WechatApiError).and.to.include({ errcode: 40125, requestId: '65a1' });
    expect(everythingIn(error)).not.to.include(anApp().appSecret);
  });

  const unusable: Record<string, Reply> = {
    'is not JSON': plain(200, `<html>${TOKEN}</html>`),
    'is a list': json([TOKEN]),
    'has an errcode that is none': json({ errcode: 'no' }),
    'is a server error': plain(502, '{"errcode":0}'),
    'is a redirect': plain(302, '', { location: 'http://127.0.0.1:1/' }),
    'is enormous': plain(200, ' '.repeat(1024 * 1024 + 1)),
    'breaks off': reset,
    'never comes': silence,
  };
  for (const [what, reply] of Object.entries(unusable)) {
    it(`is Unavailable, and shows no secret, when the answer ${what}`, async () => {
      wechat.replyWith(aToken(TOKEN), reply);
      const call = anApi({ baseUrl: wechat.baseUrl, timeoutMs: 150 }).call('/x', { openid: 'o-somebody' });
      await unavailabilityOf(call, 'wechat_api');
      const shown = everythingIn(await failureOf(call));
      for (const secret of [TOKEN, anApp().appSecret, 'o-somebody']) expect(shown).not.to.include(secret);
    });
  }

  it('repeats nothing secret that WeChat quotes', async () => {
    wechat.replyWith(aToken(TOKEN), errcode(40003, `invalid openid oUpF8uMuAJO_M2pxb1Q9zNjWeS6o, token ${TOKEN}`));
    const error = await failureOf(api().call('/x', {}));
    expect(everythingIn(error)).not.to.match(/oUpF8uMuAJO|86_kQ2/);
    expect(error.message).to.include('invalid openid …');
  });

  it('may be given its own time', async () => {
    wechat.replyWith(aToken('token-1'), silence);
    const startedAt = Date.now();
    await unavailabilityOf(
      anApi({ baseUrl: wechat.baseUrl, timeoutMs: 5_000 }).call('/x', {}, { timeoutMs: 50 }),
      'wechat_api',
    );
    expect(Date.now() - startedAt).to.be.below(2_000);
  });

  it('leaves nothing to see in the object itself', async () => {
    wechat.replyWith(aToken(TOKEN), ok());
    const one = api();
    await one.call('/x', {});
    const shown = inspect(one, { depth: 20, showHidden: true });
    for (const secret of [TOKEN, anApp().appSecret]) expect(shown).not.to.include(secret);
  });
});
