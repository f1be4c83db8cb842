import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { eventually } from '../support/http/eventually.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { aVirtualOrder, VIRTUAL } from '../support/http/virtual-order.ts';

const PATH = '/api/webhook/wechat-push';

describe('POST /api/webhook/wechat-push', () => {
  const system = useTestSystem({ parts: { channels: VIRTUAL } });
  const inbox = () => system().knex('ordering.payment_inbox');
  const balanceOf = (person: Parameters<ReturnType<typeof system>['actors']['balanceOf']>[0]) =>
    system().actors.balanceOf(person);
  /** Signed as WeChat does it in plain mode. */
  const signedPath = (at = Math.floor(Date.now() / 1000)): string => {
    const [timestamp, nonce] = [String(at), 'abc'];
    const parts = [system().credentials.push.token, timestamp, nonce].sort().join('');
    const signature = createHash('sha1').update(parts).digest('hex');
    return `${PATH}?${new URLSearchParams({ signature, timestamp, nonce })}`;
  };

  for (const [mode, format] of [
    ['aes', 'json'],
    ['aes', 'xml'],
  ] as const) {
    it(`credits the payment that WeChat pushes, ${mode} in ${format}, and WeChat takes the goods for delivered`, async () => {
      await system().phone.setPush({ mode, format });
      const { person, outTradeNo } = await aVirtualOrder(system(), { pay: true });
      await eventually(async () => expect(await balanceOf(person)).to.equal(600));
      await eventually(async () => {
        const { status, notification } = await system().phone.virtualOrder(outTradeNo);
        expect({ status, attempts: notification.attempts.length }).to.deep.equal({ status: 4, attempts: 1 });
      });
    });
  }

  it('answers within a second, in the format of the push', async () => {
    const answers: Record<string, string> = {
      json: '{"ErrCode":0,"ErrMsg":"success"}',
      xml: '<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg></xml>',
    };
    for (const [format, reply] of Object.entries(answers)) {
      await system().phone.setPush({ mode: 'aes', format });
      const { outTradeNo } = await aVirtualOrder(system(), { pay: true, notify: false });
      const startedAt = performance.now();
      expect(await system().phone.push(outTradeNo)).to.deep.equal([200]);
      expect(performance.now() - startedAt).to.be.below(1_000);
      const { notification } = await system().phone.virtualOrder(outTradeNo);
      expect(notification.attempts.at(-1)).to.include({ reply, received: true });
    }
  });

  it('has one effect, however often and at once it comes', async () => {
    await system().phone.setPush({ mode: 'aes', format: 'json' });
    const { person, outTradeNo } = await aVirtualOrder(system(), { pay: true, notify: false });
    expect(await system().phone.push(outTradeNo, { times: 10 })).to.deep.equal(Array(10).fill(200));
    await eventually(async () => expect(await balanceOf(person)).to.equal(600));
    expect(await inbox().whereLike('notification_id', `%${outTradeNo}%`)).to.have.length(1);
  });

  for (const fault of ['bad_signature', 'tampered', 'stale'] as const) {
    it(`401 to one that is ${fault}, which leaves nothing behind`, async () => {
      await system().phone.setPush({ mode: 'aes', format: 'json' });
      const { person, outTradeNo } = await aVirtualOrder(system(), { pay: true, notify: false });
      const before = await system().rowCounts();
      expect(await system().phone.push(outTradeNo, { fault })).to.deep.equal([401]);
      expect(await system().rowCounts()).to.deep.equal(before);
      expect(await balanceOf(person)).to.equal(0);
    });
  }

  it('401 to a stranger, as a problem', async () => {
    const strangers = [
      await system().call(PATH, { body: { Event: 'xpay_goods_deliver_notify' } }),
      await system().call(`${PATH}?signature=x&timestamp=1&nonce=2`, { raw: 'x' }),
      await system().call(`${signedPath()}&nonce=abc`, { raw: '{}' }),
    ];
    for (const answer of strangers) expectProblem(answer, [401, 'notification_refused', 'en'], ['reason']);
  });

  it('413 to one that is too large', async () => {
    const answer = await system().call(signedPath(), { raw: 'x'.repeat(64 * 1024 + 1) });
    expectProblem(answer, [413, 'body_too_large', 'en']);
  });

  it('says that the address is ours to WeChat, and to nobody else', async () => {
    expect(await system().phone.checkPush()).to.equal(true);
    const echo = await system().call(`${signedPath()}&echostr=4711`);
    expect(echo.text).to.equal('4711');
    expect(echo.headers.get('content-type')).to.match(/^text\/plain/);
    const strange = [`${PATH}?signature=x&timestamp=1&nonce=2&echostr=4711`, `${signedPath()}&echostr=47&echostr=11`];
    for (const path of strange) expectProblem(await system().call(path), [401, 'notification_refused', 'en']);
  });
});

describe('POST /api/webhook/wechat-push in plain mode', () => {
  // Wired without the key, as an operator in 明文模式 is.
  const system = useTestSystem({ parts: { channels: VIRTUAL }, push: { mode: 'plain', format: 'json' } });

  it('credits what WeChat itself says is paid', async () => {
    const { person } = await aVirtualOrder(system(), { pay: true });
    await eventually(async () => expect(await system().actors.balanceOf(person)).to.equal(600));
  });

  it('believes nothing that a push says: a forged one of an unpaid order only makes us ask', async () => {
    const { person, outTradeNo } = await aVirtualOrder(system(), { pay: false });
    const forged = {
      ...{ MsgType: 'event', Event: 'xpay_goods_deliver_notify', CreateTime: 1, OpenId: person.openid },
      ...{ OutTradeNo: outTradeNo, GoodsInfo: { ActualPrice: 5000 } },
    };
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), 'abc'];
    const parts = [system().credentials.push.token, timestamp, nonce].sort().join('');
    const signature = createHash('sha1').update(parts).digest('hex');
    const query = new URLSearchParams({ signature, timestamp, nonce });
    const { status, json } = await system().call(`${PATH}?${query}`, { body: forged });
    expect({ status, json }).to.deep.equal({ status: 200, json: { ErrCode: 0, ErrMsg: 'success' } });
    const entry = () => system().knex('ordering.payment_inbox').whereLike('notification_id', `%${outTradeNo}%`).first();
    await eventually(async () => expect((await entry()).outcome).to.equal('looked_into'));
    expect(await system().actors.balanceOf(person)).to.equal(0);
  });
});
