import { expect } from 'chai';
import { useSimulatedWechat } from './support/simulated-wechat.ts';

describe('code2Session', () => {
  const wechat = useSimulatedWechat();
  const exchange = async (code: string, changes: Record<string, string> = {}) => {
    const { appid, appSecret: secret } = wechat.simulator.credentials;
    const query = { appid, secret, js_code: code, grant_type: 'authorization_code', ...changes };
    const response = await fetch(`${wechat.simulator.url}/sns/jscode2session?${new URLSearchParams(query)}`);
    expect(response.status).to.equal(200);
    return (await response.json()) as Record<string, unknown>;
  };

  it('answers openid and session_key without an errcode', async () => {
    const { code, openid } = await wechat.control.login('alice');
    const answer = await exchange(code);
    expect(answer).to.have.all.keys('openid', 'session_key');
    expect(answer['openid'])
      .to.equal(openid)
      .and.match(/^o[\w-]{27}$/);
    expect(Buffer.from(String(answer['session_key']), 'base64')).to.have.length(16);
  });

  it('knows the same person again, with a new session_key', async () => {
    const first = await exchange((await wechat.control.login('bob')).code);
    const second = await exchange((await wechat.control.login('bob')).code);
    expect(second['openid']).to.equal(first['openid']);
    expect(second['session_key']).to.not.equal(first['session_key']);
    expect((await wechat.control.login('carol')).openid).to.not.equal(first['openid']);
  });

  it('answers a unionid for users that have one', async () => {
    const { code } = await wechat.control.login('dora', { unionid: true });
    expect((await exchange(code))['unionid']).to.match(/^o[\w-]{27}$/);
    const unchanged = await wechat.control.login('dora');
    expect(await exchange(unchanged.code)).to.have.property('unionid');
    const unbound = await wechat.control.login('dora', { unionid: false });
    expect(await exchange(unbound.code)).to.not.have.property('unionid');
  });

  it('takes a code once', async () => {
    const { code } = await wechat.control.login('alice');
    await exchange(code);
    expect((await exchange(code))['errcode']).to.equal(40163);
  });

  it('refuses a code after five minutes', async () => {
    const { code } = await wechat.control.login('alice');
    await wechat.control.advance(301);
    const { errcode, errmsg } = await exchange(code);
    expect(errcode).to.equal(40029);
    expect(errmsg).to.match(/^invalid code, rid: /);
  });

  it('refuses a code that was never issued', async () => {
    expect((await exchange('0nonsense'))['errcode']).to.equal(40029);
  });

  it('refuses another appid or secret, and keeps the code usable', async () => {
    const { code } = await wechat.control.login('alice');
    expect((await exchange(code, { appid: 'wx0' }))['errcode']).to.equal(40013);
    expect((await exchange(code, { secret: 'guess' }))['errcode']).to.equal(40125);
    expect(await exchange(code)).to.have.property('openid');
  });

  it('refuses a blocked user', async () => {
    const { code } = await wechat.control.login('mallory', { blocked: true });
    expect((await exchange(code))['errcode']).to.equal(40226);
  });

  it('slows a user down while the switch is on', async () => {
    const { code } = await wechat.control.login('eager', { rate_limited: true });
    expect((await exchange(code))['errcode']).to.equal(45011);
    await wechat.control.login('eager', { rate_limited: false });
    expect(await exchange(code)).to.have.property('openid');
  });
});
