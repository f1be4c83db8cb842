import { expect } from 'chai';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { weixinClient } from './support/weixin-client.ts';

describe('A stable access token', () => {
  const wechat = useSimulatedWechat();
  const api = () => weixinClient(wechat.simulator);
  const fresh = async () => {
    const answer = await api().stableToken('miniprogram');
    return { token: String(answer['access_token']), expiresIn: Number(answer['expires_in']) };
  };
  const force = () => api().stableToken('miniprogram', { force_refresh: true });
  const errcodeWith = async (token: string | null) => {
    const query = token === null ? '' : `?access_token=${token}`;
    const answer = await api().send('POST', `/wxa/msg_sec_check${query}`, '{}');
    return answer['errcode'];
  };
  /** An api that has accepted the token goes on to complain about the empty request. */
  const accepted = 47001;

  beforeEach(async () => {
    await wechat.control.advance(3 * 3600);
  });

  it('stays the same until its last five minutes, counting down', async () => {
    const first = await fresh();
    expect(first.expiresIn).to.equal(7200);
    await wechat.control.advance(6800);
    const again = await fresh();
    expect(again.token).to.equal(first.token);
    expect(again.expiresIn).to.be.within(398, 400);
  });

  it('overlaps with the next one for its last five minutes, and is expired then', async () => {
    const first = await fresh();
    await wechat.control.advance(6910);
    const second = await fresh();
    expect(second.token).to.not.equal(first.token);
    expect(second.expiresIn).to.equal(7200);
    expect(await errcodeWith(first.token)).to.equal(accepted);
    expect(await errcodeWith(second.token)).to.equal(accepted);
    await wechat.control.advance(300);
    expect(await errcodeWith(first.token)).to.equal(42001);
    expect(await errcodeWith(second.token)).to.equal(accepted);
  });

  it('dies at once when another one is forced', async () => {
    const first = await fresh();
    const forced = String((await force())['access_token']);
    expect(await errcodeWith(first.token)).to.equal(40001);
    expect(await errcodeWith(forced)).to.equal(accepted);
    expect((await fresh()).token).to.equal(forced);
  });

  it('is not forced again within thirty seconds', async () => {
    const forced = (await force())['access_token'];
    await wechat.control.advance(25);
    expect((await force())['access_token']).to.equal(forced);
    await wechat.control.advance(10);
    expect((await force())['access_token']).to.not.equal(forced);
  });

  it('is forced twenty times a day', async () => {
    const { json } = await wechat.control.advance(0);
    const intoTheDay = (Date.parse(String(json['now'])) / 1000 + 8 * 3600) % 86_400;
    // A minute into the next day of Beijing, so that all of them fall into one.
    await wechat.control.advance(86_400 - intoTheDay + 60);
    const errcodes = [];
    for (let count = 0; count < 21; count += 1) {
      await wechat.control.advance(31);
      errcodes.push((await force())['errcode']);
    }
    expect(errcodes.slice(0, 20)).to.deep.equal(Array.from({ length: 20 }, () => undefined));
    expect(errcodes[20]).to.equal(45009);
    await wechat.control.advance(86_400);
    expect(await force()).to.have.property('access_token');
  });

  it('can be made invalid by the control API, for one app', async () => {
    const first = await fresh();
    const other = await api().token('official');
    const { json } = await wechat.control.post('/access-tokens/expire', { appid: wechat.simulator.credentials.appid });
    expect(json).to.deep.equal({ expired: 1 });
    expect(await errcodeWith(first.token)).to.equal(40001);
    expect(await api().token('official')).to.equal(other);
    expect((await fresh()).token).to.not.equal(first.token);
  });

  it('is wanted by every other api, from the right app', async () => {
    expect(await errcodeWith(null)).to.equal(41001);
    expect(await errcodeWith('made-up')).to.equal(40001);
    expect(await errcodeWith(await api().token('official'))).to.equal(48001);
    const info = await api().get('/cgi-bin/user/info', { openid: 'o' }, 'miniprogram');
    expect(info['errcode']).to.equal(48001);
  });

  it('outlives a restart, as does a forced death', async () => {
    const first = await fresh();
    const forced = String((await force())['access_token']);
    await wechat.restart();
    expect(await errcodeWith(first.token)).to.equal(40001);
    expect((await fresh()).token).to.equal(forced);
    expect((await force())['access_token']).to.equal(forced);
  });

  const refusals: readonly (readonly [string, object, number])[] = [
    ['another grant_type', { grant_type: 'authorization_code' }, 40002],
    ['no appid', { appid: '' }, 41002],
    ['an unknown appid', { appid: 'wx0' }, 40013],
    ['no secret', { secret: '' }, 41004],
    ['another secret', { secret: 'guess' }, 40125],
    ['a force_refresh that is no boolean', { force_refresh: 'yes' }, 47001],
  ];
  for (const [what, changes, errcode] of refusals) {
    it(`is refused for ${what}`, async () => {
      const answer = await api().stableToken('miniprogram', changes);
      expect(answer['errcode']).to.equal(errcode);
      expect(answer['errmsg']).to.match(/ rid: [\da-f-]+$/);
    });
  }
});

describe('An ordinary access token', () => {
  const wechat = useSimulatedWechat();
  const api = () => weixinClient(wechat.simulator);
  const errcodeWith = async (token: unknown) =>
    (await api().send('POST', `/wxa/msg_sec_check?access_token=${token}`, '{}'))['errcode'];

  it('is new at each call, and leaves the one before five minutes', async () => {
    const first = await api().plainToken('miniprogram');
    const second = await api().plainToken('miniprogram');
    expect(second['access_token']).to.not.equal(first['access_token']);
    await wechat.control.advance(295);
    expect(await errcodeWith(first['access_token'])).to.equal(47001);
    await wechat.control.advance(10);
    expect(await errcodeWith(first['access_token'])).to.equal(42001);
    expect(await errcodeWith(second['access_token'])).to.equal(47001);
  });

  it('is not brought back to life by the next one', async () => {
    const first = await api().plainToken('miniprogram');
    await wechat.control.advance(7201);
    await api().plainToken('miniprogram');
    expect(await errcodeWith(first['access_token'])).to.equal(42001);
  });

  it('has nothing to do with the stable one', async () => {
    const stable = await api().token();
    const plain = (await api().plainToken('miniprogram'))['access_token'];
    await wechat.control.advance(40);
    await api().stableToken('miniprogram', { force_refresh: true });
    expect(await errcodeWith(plain)).to.equal(47001);
    expect(await errcodeWith(stable)).to.equal(40001);
  });

  it('is refused to a wrong secret', async () => {
    const answer = await api().send('GET', '/cgi-bin/token?grant_type=client_credential&appid=wx0&secret=x');
    expect(answer['errcode']).to.equal(40013);
  });
});

describe('The log', () => {
  const lines: string[] = [];
  const wechat = useSimulatedWechat({ log: (line) => lines.push(JSON.stringify(line)) });

  it('names paths and errcodes, and neither tokens nor secrets', async () => {
    const api = weixinClient(wechat.simulator);
    const token = await api.token();
    await api.post('/wxa/msg_sec_check', {});
    await api.xpay('query_order', { env: 0 });
    expect(lines.at(-1)).to.equal('{"event":"weixin_api","path":"/xpay/query_order","errcode":268490001}');
    const all = lines.join('\n');
    for (const secret of [token, wechat.simulator.credentials.appSecret, 'pay_sig']) expect(all).to.not.include(secret);
  });
});

describe('api.weixin.qq.com', () => {
  const wechat = useSimulatedWechat();
  const api = () => weixinClient(wechat.simulator);
  const path = async (name: string) => `${name}?access_token=${await api().token()}`;

  it('answers what is not JSON, nothing at all, and an unknown path with an errcode', async () => {
    expect((await api().send('POST', await path('/wxa/msg_sec_check'), '{'))['errcode']).to.equal(47001);
    expect((await api().send('POST', await path('/wxa/msg_sec_check'), ''))['errcode']).to.equal(44002);
    expect((await api().send('POST', await path('/wxa/unknown'), '{}'))['errcode']).to.equal(40066);
    expect((await api().send('POST', await path('/xpay/query_order'), 'x'.repeat(300_000)))['errcode']).to.equal(47001);
  });
});
