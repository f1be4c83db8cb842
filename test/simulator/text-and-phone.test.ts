import { expect } from 'chai';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { weixinClient } from './support/weixin-client.ts';

describe('msg_sec_check', () => {
  const wechat = useSimulatedWechat();
  const api = () => weixinClient(wechat.simulator);
  const check = async (changes: object) => {
    const { openid } = await wechat.control.login('alice');
    return api().post('/wxa/msg_sec_check', { version: 2, openid, scene: 1, content: '小海马', ...changes });
  };

  it('lets an ordinary text pass, with a trace id and the detail', async () => {
    const { trace_id, ...answer } = await check({});
    expect(trace_id).to.match(/^[\da-f]{32}$/);
    expect(answer).to.deep.equal({
      errcode: 0,
      errmsg: 'ok',
      result: { suggest: 'pass', label: 100 },
      detail: [{ strategy: 'content_model', errcode: 0, suggest: 'pass', label: 100, prob: 90 }],
    });
  });

  it('finds a word of its list in the content and in the nickname, and names it', async () => {
    const { result, detail } = await check({ content: '这是违规内容' });
    expect(result).to.include({ suggest: 'risky' });
    expect((detail as Record<string, unknown>[])[1]).to.include({ strategy: 'keyword', keyword: '违规' });
    expect((await check({ nickname: '违规' }))['result']).to.include({ suggest: 'risky' });
  });

  it('goes by other words when told so, also after a restart', async () => {
    await wechat.control.put('/sec-check', { risky: ['海马'], review: ['小'] });
    expect((await check({ content: '小海马' }))['result']).to.include({ suggest: 'risky' });
    expect((await check({ content: '小鱼' }))['result']).to.include({ suggest: 'review' });
    await wechat.restart();
    expect((await check({ content: '违规' }))['result']).to.deep.equal({ suggest: 'pass', label: 100 });
    await wechat.control.put('/sec-check', { risky: [] });
    expect((await check({ content: '小海马' }))['result']).to.include({ suggest: 'review' });
  });

  const refusals: readonly (readonly [string, object, number])[] = [
    ['a scene that does not exist', { scene: 5 }, 40129],
    ['an unknown openid', { openid: 'o-nobody' }, 40003],
    ['version 1', { version: 1 }, 47001],
    ['no content', { content: '' }, 47001],
    ['more than 2500 characters', { content: '字'.repeat(2501) }, 47001],
  ];
  for (const [what, changes, errcode] of refusals) {
    it(`is refused for ${what}`, async () => {
      expect((await check(changes))['errcode']).to.equal(errcode);
    });
  }

  it('is refused for an openid of the official account', async () => {
    const { json } = await wechat.control.post('/official-account/events', { user: 'fan', event: 'subscribe' });
    expect((await check({ openid: json['openid'] }))['errcode']).to.equal(43104);
  });
});

describe('getuserphonenumber', () => {
  const wechat = useSimulatedWechat();
  const ask = (content: object) => weixinClient(wechat.simulator).post('/wxa/business/getuserphonenumber', content);
  const aCode = async (): Promise<{ openid: string; code: string }> => {
    const { openid } = await wechat.control.login('alice');
    const { json } = await wechat.control.post('/phone-codes', { openid, phone: '13800138000' });
    return { openid, code: String(json['code']) };
  };

  it('answers the number once', async () => {
    const { code } = await aCode();
    const { errcode, phone_info } = await ask({ code });
    expect(errcode).to.equal(0);
    const { watermark, ...numbers } = phone_info as Record<string, unknown>;
    expect(numbers).to.deep.equal({
      phoneNumber: '13800138000',
      purePhoneNumber: '13800138000',
      countryCode: '86',
    });
    expect(watermark).to.include({ appid: wechat.simulator.credentials.appid });
    expect((await ask({ code }))['errcode']).to.equal(40029);
  });

  it('refuses a code after five minutes, one of another person, and one that was never issued', async () => {
    const { code } = await aCode();
    expect((await ask({ code, openid: 'o-somebody' }))['errcode']).to.equal(40029);
    await wechat.control.advance(301);
    expect((await ask({ code }))['errcode']).to.equal(40029);
    expect((await ask({ code: 'made-up' }))['errcode']).to.equal(40029);
    expect((await ask({}))['errcode']).to.equal(47001);
  });

  it('gives a code to nobody whom it does not know', async () => {
    const { status } = await wechat.control.post('/phone-codes', { openid: 'o-nobody', phone: '13800138000' });
    expect(status).to.equal(404);
  });

  it('remembers after a restart that a code is used', async () => {
    const [used, unused] = [await aCode(), await aCode()];
    await ask({ code: used.code });
    await wechat.restart();
    expect((await ask({ code: used.code }))['errcode']).to.equal(40029);
    expect((await ask({ code: unused.code, openid: unused.openid }))['errcode']).to.equal(0);
  });
});
