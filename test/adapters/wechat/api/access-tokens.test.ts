import { expect } from 'chai';
import { AccessTokens } from '../../../../src/adapters/wechat/api/access-tokens.ts';
import { LoopbackWechat } from '../support/loopback-wechat.ts';
import { anApp, aToken, errcode } from '../support/weixin.ts';

const START = Date.parse('2026-01-15T04:00:00Z');

describe('access tokens', () => {
  let wechat: LoopbackWechat;
  let nowMs: number;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  beforeEach(() => {
    nowMs = START;
  });
  after(() => wechat.stop());

  const tokens = () => new AccessTokens(anApp({ baseUrl: wechat.baseUrl }), () => new Date(nowMs));
  const forcedIn = (): boolean[] => wechat.requests.map(({ body }) => JSON.parse(body).force_refresh);

  it('come from stable_token, asked for in the body', async () => {
    wechat.replyWith(aToken('token-1'));
    expect(await tokens().get()).to.equal('token-1');
    const { method, path, body } = wechat.lastRequest;
    expect({ method, path }).to.deep.equal({ method: 'POST', path: '/cgi-bin/stable_token' });
    expect(JSON.parse(body)).to.deep.equal({
      grant_type: 'client_credential',
      appid: anApp().appid,
      secret: anApp().appSecret,
      force_refresh: false,
    });
  });

  it('are kept until five minutes before their end', async () => {
    wechat.replyWith(aToken('token-1'), aToken('token-2'));
    const kept = tokens();
    await kept.get();
    nowMs = START + (7200 - 300) * 1000 - 1;
    expect(await kept.get()).to.equal('token-1');
    expect(wechat.requests).to.have.length(1);
    nowMs += 1;
    expect(await kept.get()).to.equal('token-2');
  });

  it('are asked for once, however many want one at a time', async () => {
    wechat.replyWith(aToken('token-1'), aToken('token-2'));
    const kept = tokens();
    const got = await Promise.all(Array.from({ length: 20 }, () => kept.get()));
    expect(new Set(got)).to.deep.equal(new Set(['token-1']));
    expect(wechat.requests).to.have.length(1);
  });

  it('are asked for again after a failure', async () => {
    wechat.replyWith(errcode(-1), aToken('token-1'));
    const kept = tokens();
    const failed = await kept.get().catch((error: unknown) => error);
    expect(failed).to.have.property('dependency', 'wechat_api');
    expect(await kept.get()).to.equal('token-1');
  });

  it('are not forced while WeChat has another one: another process may have got it', async () => {
    wechat.replyWith(aToken('token-1'), aToken('token-2'));
    const kept = tokens();
    await kept.get();
    expect(await kept.replace('token-1')).to.equal('token-2');
    expect(forcedIn()).to.deep.equal([false, false]);
  });

  it('are forced where WeChat goes on giving the refused one', async () => {
    wechat.replyWith(aToken('token-1'), aToken('token-1'), aToken('token-2'));
    const kept = tokens();
    await kept.get();
    expect(await kept.replace('token-1')).to.equal('token-2');
    expect(forcedIn()).to.deep.equal([false, false, true]);
    expect(await kept.get()).to.equal('token-2');
  });

  it('are replaced once, however many were refused', async () => {
    wechat.replyWith(aToken('token-1'), aToken('token-1'), aToken('token-2'), aToken('token-3'));
    const kept = tokens();
    await kept.get();
    const got = await Promise.all(Array.from({ length: 20 }, () => kept.replace('token-1')));
    expect(new Set(got)).to.deep.equal(new Set(['token-2']));
    expect(await kept.replace('token-1'), 'refused long ago').to.equal('token-2');
    expect(forcedIn()).to.deep.equal([false, false, true]);
  });
});
