import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { openPush, sha1Of, xmlText } from './support/open-push.ts';
import { errCodeZero, type PushReply, usePushReceiver } from './support/push-receiver.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { anXpayOrder } from './support/xpay-order.ts';

type Delivery = {
  readonly id: string;
  readonly event: string;
  readonly status: string;
  readonly next_attempt_at: string | null;
  readonly message: Record<string, unknown>;
  readonly attempts: readonly { readonly at: string; readonly status: number | null; readonly trigger: string }[];
};

/** Seconds from the first delivery to each retry, added up from WeChat Pay's table. */
const dayOfRetries = [15, 30, 60, 240, 840, 2040, 3840, 5640, 7440, 11040, 21840, 32640, 43440, 65040, 86640];

const offsetsOf = ({ attempts }: Delivery): number[] => {
  const [first = 0, ...retries] = attempts.map(({ at }) => Date.parse(at) / 1000);
  return retries.map((at) => at - first);
};

describe('A pushed message', () => {
  const wechat = useSimulatedWechat({ notifyTimeoutMs: 150 });
  const receiver = usePushReceiver();
  let people = 0;
  const follow = async () => {
    people += 1;
    const act = { user: `person-${people}`, event: 'subscribe' };
    return (await wechat.control.post('/official-account/events', act)).json;
  };
  const setUp = (app: string, more: object = {}) => wechat.control.put('/push', { app, url: receiver.url, ...more });
  const deliveries = async (): Promise<Delivery[]> => {
    // A clock that does not move waits for what is under way.
    await wechat.control.advance(0);
    return (await wechat.control.get('/push/deliveries')).json['deliveries'] as Delivery[];
  };
  const latestDelivery = async (): Promise<Delivery> =>
    (await deliveries()).at(-1) ?? expect.fail('there is no delivery');
  const latest = () => receiver.received.at(-1) ?? expect.fail('nothing was pushed');
  const aes = () => wechat.simulator.credentials.push.encodingAesKey;

  beforeEach(async () => {
    await setUp('official_account', { mode: 'plain', format: 'xml' });
    await setUp('miniprogram', { mode: 'plain', format: 'json' });
  });

  // What is still pending would be sent to the address of later tests.
  afterEach(async () => {
    receiver.reply(errCodeZero);
    await wechat.control.advance(60);
  });

  describe('in mode aes', () => {
    const bodies: Record<string, (body: string) => { to: string; encrypt: string }> = {
      xml: (body) => ({ to: String(xmlText(body, 'ToUserName')), encrypt: String(xmlText(body, 'Encrypt')) }),
      json: (body) => {
        const { ToUserName: to, Encrypt: encrypt, ...rest } = JSON.parse(body) as Record<string, string>;
        expect(rest).to.deep.equal({});
        return { to: String(to), encrypt: String(encrypt) };
      },
    };
    for (const format of ['xml', 'json']) {
      it(`is ${format} around a cipher text that only the key and the appid open`, async () => {
        const { push, officialAccount } = wechat.simulator.credentials;
        await setUp('official_account', { mode: 'aes', format });
        const { openid } = await follow();
        const { query, body } = latest();
        const { to, encrypt } = bodies[format]?.(body) ?? expect.fail();
        expect(to).to.equal(officialAccount.originalId);
        expect(query.get('encrypt_type')).to.equal('aes');
        const [timestamp, nonce] = [String(query.get('timestamp')), String(query.get('nonce'))];
        expect(query.get('signature')).to.equal(sha1Of(push.token, timestamp, nonce));
        expect(query.get('msg_signature')).to.equal(sha1Of(push.token, timestamp, nonce, encrypt));
        const { message, appid } = openPush(encrypt, aes());
        expect(appid).to.equal(officialAccount.appid);
        const from = format === 'xml' ? xmlText(message, 'FromUserName') : JSON.parse(message).FromUserName;
        expect(from).to.equal(openid);
      });
    }

    it('is padded to 32 bytes whatever its length', async () => {
      await setUp('official_account', { mode: 'aes', format: 'json' });
      const lengths = new Set<number>();
      for (let count = 0; count < 33; count += 1) {
        people += 1;
        const act = { user: `padded-${people}`, event: 'subscribe', scene: 's'.repeat(count + 1) };
        await wechat.control.post('/official-account/events', act);
        const { Encrypt: encrypt } = JSON.parse(latest().body) as { Encrypt: string };
        const { message } = openPush(encrypt, aes());
        expect(JSON.parse(message).EventKey).to.equal(`qrscene_${act.scene}`);
        lengths.add(Buffer.byteLength(message) % 32);
      }
      expect(lengths.size).to.equal(32);
    });
  });

  it('is JSON or XML with the same content, also where a text contains marks', async () => {
    const attach = 'a]]>b<c>&"d"';
    await anXpayOrder(wechat, { attach });
    const json = JSON.parse(latest().body) as { GoodsInfo: { Attach: string } };
    expect(latest().contentType).to.equal('application/json');
    expect(json.GoodsInfo.Attach).to.equal(attach);
    await setUp('miniprogram', { format: 'xml' });
    await anXpayOrder(wechat, { attach });
    expect(latest().contentType).to.equal('text/xml');
    expect(xmlText(String(xmlText(latest().body, 'GoodsInfo')), 'Attach')).to.equal(attach);
  });

  it('keeps the query that the address has', async () => {
    await wechat.control.put('/push', { app: 'official_account', url: `${receiver.url}?shop=1` });
    await follow();
    expect(latest().query.get('shop')).to.equal('1');
    expect(latest().query.has('signature')).to.equal(true);
  });

  const replies: readonly (readonly [string, PushReply, boolean, boolean])[] = [
    ['success', { body: 'success' }, true, false],
    ['nothing', { body: '' }, true, false],
    ['ErrCode 0 in JSON', errCodeZero, true, true],
    ['ErrCode 0 in XML', { body: '<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg></xml>' }, true, true],
    ['ErrCode 1', { body: '{"ErrCode":1,"ErrMsg":"later"}' }, false, false],
    ['another text', { body: 'failure' }, false, false],
    ['success under status 500', { status: 500, body: 'success' }, false, false],
    ['ErrCode 0 under status 201', { status: 201, body: '{"ErrCode":0}' }, false, false],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }, false, false],
    ['silence', 'silence', false, false],
  ];
  for (const [what, reply, endsEvent, endsXpay] of replies) {
    const outcome = (ends: boolean) => (ends ? 'done' : 'repeated');
    it(`answered with ${what} is ${outcome(endsEvent)}, and ${outcome(endsXpay)} when of virtual payment`, async () => {
      receiver.reply(reply);
      await follow();
      expect((await latestDelivery()).status).to.equal(endsEvent ? 'delivered' : 'pending');
      const { outTradeNo } = await anXpayOrder(wechat);
      expect((await latestDelivery()).status).to.equal(endsXpay ? 'delivered' : 'pending');
      const { json } = await wechat.control.get(`/xpay/orders/${outTradeNo}`);
      expect(json['status']).to.equal(endsXpay ? 4 : 2);
    });
  }

  it('is repeated three times when nobody answers, five seconds apart', async () => {
    receiver.reply({ status: 500 });
    const { status } = await follow();
    expect(status).to.equal(500);
    await wechat.control.advance(3600);
    const delivery = await latestDelivery();
    expect(offsetsOf(delivery)).to.deep.equal([5, 10, 15]);
    expect(delivery).to.include({ status: 'given_up', next_attempt_at: null });
    expect(new Set(receiver.received.map(({ body }) => body)).size).to.equal(1);
    expect(new Set(receiver.received.map(({ query }) => query.get('nonce'))).size).to.equal(4);
  });

  it('of virtual payment is repeated for a day, by the table of WeChat Pay', async () => {
    receiver.reply({ status: 500 });
    await anXpayOrder(wechat);
    await wechat.control.advance(2 * 86_400);
    const delivery = await latestDelivery();
    expect(offsetsOf(delivery)).to.deep.equal(dayOfRetries);
    expect(delivery.status).to.equal('given_up');
  });

  it('is repeated until the first good answer', async () => {
    receiver.reply({ status: 500 }, { body: 'failure' }, { body: 'success' });
    await follow();
    await wechat.control.advance(60);
    const { status, attempts } = await latestDelivery();
    expect([status, attempts.length]).to.deep.equal(['delivered', 3]);
  });

  it('goes on after a restart where it was', async () => {
    receiver.reply({ status: 500 }, { status: 500 }, errCodeZero);
    const { outTradeNo } = await anXpayOrder(wechat);
    await wechat.control.advance(15);
    await wechat.restart();
    expect((await latestDelivery()).attempts).to.have.length(2);
    await wechat.control.advance(15);
    const delivery = await latestDelivery();
    expect(offsetsOf(delivery)).to.deep.equal([15, 30]);
    expect(delivery.status).to.equal('delivered');
    expect((await wechat.control.get(`/xpay/orders/${outTradeNo}`)).json['status']).to.equal(4);
  });

  it('that fell due while the simulator was down is made at once, and counts from then on', async () => {
    receiver.reply({ status: 500 });
    await anXpayOrder(wechat);
    const { id, attempts } = await latestDelivery();
    const at = Date.parse(attempts[0]?.at ?? '');
    await wechat.simulator.stop();
    const offsetMs = at + 100_000 - Date.now();
    appendFileSync(join(wechat.dataDir, 'journal.jsonl'), `{"kind":"clock_moved","offsetMs":${offsetMs}}\n`);
    await wechat.restart();
    const late = (await deliveries()).find((delivery) => delivery.id === id) ?? expect.fail('the delivery is lost');
    expect(offsetsOf(late)[0]).to.be.within(100, 105);
    await wechat.control.advance(20);
    expect(offsetsOf(await latestDelivery())[1]).to.equal((offsetsOf(late)[0] ?? 0) + 15);
  });

  it('that was under way while the simulator stopped is made again', async () => {
    receiver.reply('silence', { body: 'success' });
    const answering = follow().catch(() => undefined);
    while (receiver.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await wechat.restart();
    await answering;
    const { status, attempts } = await latestDelivery();
    expect([status, attempts.length, receiver.received.length]).to.deep.equal(['delivered', 1, 2]);
  });

  it('can be repeated by hand, several at once, beside the schedule', async () => {
    const ofThree = (trigger: string) => Array.from({ length: 3 }, () => trigger);
    receiver.reply({ status: 500 }, { body: 'success' }, { body: 'success' }, { body: 'success' }, { status: 500 });
    const { delivery_id: id } = await follow();
    const { json } = await wechat.control.post(`/push/deliveries/${id}/repeat`, { times: 3 });
    expect(json['statuses']).to.deep.equal([200, 200, 200]);
    expect((await latestDelivery()).status).to.equal('pending');
    await wechat.control.advance(60);
    const { status, attempts } = await latestDelivery();
    expect(status).to.equal('given_up');
    const triggers = ['schedule', ...ofThree('control'), ...ofThree('schedule')];
    expect(attempts.map(({ trigger }) => trigger)).to.deep.equal(triggers);
    expect((await wechat.control.post('/push/deliveries/unknown/repeat')).status).to.equal(404);
  });

  describe('repeated with a fault', () => {
    const signatureFits = (): boolean => {
      const { query } = latest();
      const { token } = wechat.simulator.credentials.push;
      return query.get('signature') === sha1Of(token, String(query.get('timestamp')), String(query.get('nonce')));
    };
    const messageFits = (): boolean => {
      const { query, body } = latest();
      const { token } = wechat.simulator.credentials.push;
      const parts = [token, String(query.get('timestamp')), String(query.get('nonce'))];
      return query.get('msg_signature') === sha1Of(...parts, String(xmlText(body, 'Encrypt')));
    };
    const repeat = async (mode: string, fault: string) => {
      await setUp('official_account', { mode });
      const { delivery_id: id } = await follow();
      return wechat.control.post(`/push/deliveries/${id}/repeat`, { fault });
    };

    it('bad_signature is signed by nobody, in either mode', async () => {
      await repeat('plain', 'bad_signature');
      expect(signatureFits()).to.equal(false);
      await repeat('aes', 'bad_signature');
      expect([signatureFits(), messageFits()]).to.deep.equal([false, false]);
      await repeat('aes', 'none');
      expect([signatureFits(), messageFits()]).to.deep.equal([true, true]);
    });

    it('stale is signed rightly ten minutes ago', async () => {
      await repeat('aes', 'stale');
      expect(Date.now() / 1000 - Number(latest().query.get('timestamp'))).to.be.within(595, 605);
      expect([signatureFits(), messageFits()]).to.deep.equal([true, true]);
    });

    it('tampered has another cipher text than the one signed', async () => {
      await repeat('aes', 'tampered');
      expect([signatureFits(), messageFits()]).to.deep.equal([true, false]);
    });

    it('tampered is refused in mode plain, where nobody could tell', async () => {
      expect((await repeat('plain', 'tampered')).status).to.equal(409);
      expect(receiver.received).to.have.length(1);
    });
  });
});

describe('The address of pushes', () => {
  const wechat = useSimulatedWechat({ notifyTimeoutMs: 150 });
  const receiver = usePushReceiver();
  const check = (content: object = {}) => wechat.control.post('/push/check', content);

  it('has to come first', async () => {
    expect((await wechat.control.put('/push', { app: 'miniprogram', mode: 'aes' })).status).to.equal(400);
    expect((await check()).status).to.equal(409);
    const { json } = await wechat.control.post('/official-account/events', { user: 'early', event: 'subscribe' });
    expect(json['status']).to.equal(null);
    expect((await wechat.control.post(`/push/deliveries/${json['delivery_id']}/repeat`)).status).to.equal(409);
  });

  it('is updated in parts', async () => {
    const first = await wechat.control.put('/push', { app: 'miniprogram', url: receiver.url });
    expect(first.json).to.deep.equal({ app: 'miniprogram', url: receiver.url, mode: 'plain', format: 'json' });
    const second = await wechat.control.put('/push', { app: 'miniprogram', mode: 'aes' });
    expect(second.json).to.deep.equal({ app: 'miniprogram', url: receiver.url, mode: 'aes', format: 'json' });
    await wechat.restart();
    const third = await wechat.control.put('/push', { app: 'miniprogram', format: 'xml' });
    expect(third.json).to.deep.equal({ app: 'miniprogram', url: receiver.url, mode: 'aes', format: 'xml' });
  });

  it('passes the check when it answers the echostr', async () => {
    await wechat.control.put('/push', { app: 'miniprogram', url: receiver.url });
    receiver.reply('echo');
    expect((await check({ app: 'miniprogram' })).json).to.deep.equal({
      passed: true,
      checks: [{ app: 'miniprogram', passed: true, status: 200 }],
    });
    const { method, query } = receiver.received[0] ?? expect.fail('nothing came');
    expect(method).to.equal('GET');
    const parts = [String(query.get('timestamp')), String(query.get('nonce'))];
    expect(query.get('signature')).to.equal(sha1Of(wechat.simulator.credentials.push.token, ...parts));
    expect(query.get('echostr')).to.match(/^\d+$/);
  });

  const wrongAnswers: readonly (readonly [string, PushReply, number | null])[] = [
    ['something else', { body: 'hello' }, 200],
    ['a refusal', { status: 403 }, 403],
    ['nothing in time', 'silence', null],
  ];
  for (const [what, reply, status] of wrongAnswers) {
    it(`does not pass with ${what}`, async () => {
      await wechat.control.put('/push', { app: 'miniprogram', url: receiver.url });
      receiver.reply(reply);
      const { json } = await check();
      expect(json).to.deep.equal({ passed: false, checks: [{ app: 'miniprogram', passed: false, status }] });
    });
  }

  it('is signed as in the known example', () => {
    expect(sha1Of('testtoken', '1700000000', 'abc')).to.equal('ded8a4db713766ef5f20b05fb681d1742f757982');
  });
});

describe('A simulator started with addresses', () => {
  const target = { url: 'http://127.0.0.1:9/push', mode: 'aes' } as const;
  const wechat = useSimulatedWechat({ push: { miniprogram: target, officialAccount: { ...target, format: 'json' } } });

  it('pushes there', async () => {
    const mini = await wechat.control.put('/push', { app: 'miniprogram' });
    expect(mini.json).to.deep.equal({ app: 'miniprogram', ...target, format: 'json' });
    const official = await wechat.control.put('/push', { app: 'official_account' });
    expect(official.json).to.deep.equal({ app: 'official_account', ...target, format: 'json' });
  });
});
