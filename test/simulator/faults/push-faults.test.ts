import { expect } from 'chai';
import { openPush, sha1Of } from '../support/open-push.ts';
import { type Pushed, usePushReceiver } from '../support/push-receiver.ts';
import { useSimulatedWechat } from '../support/simulated-wechat.ts';
import { anXpayOrder } from '../support/xpay-order.ts';

type Delivery = {
  readonly status: string;
  readonly attempts: readonly {
    readonly trigger: string;
    readonly fault: string;
    readonly status: number | null;
    readonly at: string;
  }[];
};

describe('A fault of a push', () => {
  const wechat = useSimulatedWechat({ notifyTimeoutMs: 1000 });
  const receiver = usePushReceiver();
  const setUp = (mode: string) =>
    wechat.control.put('/push', { app: 'miniprogram', url: receiver.url, mode, format: 'json' });
  beforeEach(() => setUp('aes'));
  afterEach(() => wechat.control.delete('/faults'));

  const plan = (...rules: object[]) => wechat.control.planFaults(1, ...rules.map((rule) => ({ on: 'push', ...rule })));
  const paid = async (): Promise<string> => (await anXpayOrder(wechat)).outTradeNo;
  const seenOf = async (outTradeNo: string): Promise<Delivery> => {
    await wechat.control.advance(0);
    return (await wechat.control.get(`/xpay/orders/${outTradeNo}`)).json['notification'] as Delivery;
  };
  const told = ({ attempts }: Delivery) => attempts.map(({ trigger, fault, status }) => [trigger, fault, status]);
  const offsets = ({ attempts }: Delivery): number[] =>
    attempts.map(({ at }) => (Date.parse(at) - Date.parse(attempts[0]?.at ?? '')) / 1000);

  it('drop loses this delivery: it counts as failed, and the schedule goes on', async () => {
    await plan({ fault: 'drop', times: 2 });
    const outTradeNo = await paid();
    await wechat.control.advance(30);
    const seen = await seenOf(outTradeNo);
    expect([seen.status, receiver.received.length]).to.deep.equal(['delivered', 1]);
    expect(told(seen).map(([, ...rest]) => rest)).to.deep.equal([
      ['drop', null],
      ['drop', null],
      ['none', 200],
    ]);
    expect(offsets(seen)).to.deep.equal([0, 15, 30]);
  });

  it('drop_all loses the message for good', async () => {
    await plan({ fault: 'drop_all', times: 1 });
    const outTradeNo = await paid();
    await wechat.control.advance(30 * 86_400);
    expect(await seenOf(outTradeNo)).to.have.property('status', 'given_up');
    expect(receiver.received).to.deep.equal([]);
  });

  it('double sends twice in a row, which is one delivery', async () => {
    receiver.reply({ status: 500 }, { body: '{"ErrCode":0}' });
    await plan({ fault: 'double' });
    const seen = await seenOf(await paid());
    expect(seen.status).to.equal('delivered');
    expect(told(seen)).to.deep.equal([
      ['schedule', 'double', 500],
      ['fault', 'double', 200],
    ]);
  });

  it('concurrent_double sends twice at the same time', async () => {
    // One after the other, the second would wait for the first to be given up.
    receiver.reply('silence', { body: '{"ErrCode":0}' });
    await plan({ fault: 'concurrent_double' });
    const started = Date.now();
    const paying = paid();
    while (receiver.received.length < 2 && Date.now() - started < 900) await wechat.control.get('/push/deliveries');
    expect(receiver.received).to.have.length(2);
    expect(Date.now() - started).to.be.below(900);
    expect((await seenOf(await paying)).status).to.equal('delivered');
  });

  it('delay sends later by so much business time, and once only', async () => {
    await plan({ fault: 'delay', delay_seconds: 600 });
    const outTradeNo = await paid();
    await wechat.control.advance(590);
    expect(await seenOf(outTradeNo)).to.have.property('status', 'pending');
    expect(receiver.received).to.deep.equal([]);
    await wechat.control.advance(10);
    expect(told(await seenOf(outTradeNo))).to.deep.equal([
      ['fault', 'delay', null],
      ['schedule', 'none', 200],
    ]);
  });

  const spoilt: readonly (readonly [string, (pushed: Pushed) => boolean])[] = [
    ['bad_signature', (pushed) => !isSigned(pushed)],
    ['tampered', (pushed) => !isSigned(pushed)],
    ['stale', ({ query }) => Date.now() / 1000 - Number(query.get('timestamp')) > 300],
  ];
  for (const [fault, isSpoilt] of spoilt) {
    it(`${fault} that is refused is followed by a good one, at the time of the schedule`, async () => {
      receiver.reply({ status: 401 }, { body: '{"ErrCode":0}' });
      await plan({ fault });
      const outTradeNo = await paid();
      await wechat.control.advance(15);
      const seen = await seenOf(outTradeNo);
      expect([seen.status, ...offsets(seen)]).to.deep.equal(['delivered', 0, 15]);
      expect(receiver.received.map(isSpoilt)).to.deep.equal([true, false]);
    });
  }

  it('tampered leaves plain messages alone, which nothing protects', async () => {
    await setUp('plain');
    await plan({ fault: 'tampered' });
    expect((await seenOf(await paid())).status).to.equal('delivered');
    expect(await wechat.control.fired()).to.deep.equal([0]);
  });

  it('befalls only the event that it names, and no notification of WeChat Pay', async () => {
    await plan({ fault: 'drop_all', event: 'xpay_refund_notify' });
    expect((await seenOf(await paid())).status).to.equal('delivered');
    expect(await wechat.control.fired()).to.deep.equal([0]);
  });

  it('befalls the official account’s too, and leaves deliveries by hand alone', async () => {
    await wechat.control.put('/push', { app: 'official_account', url: receiver.url });
    await plan({ fault: 'drop_all', event: 'subscribe' });
    const act = { user: 'follower', event: 'subscribe' };
    const { json } = await wechat.control.post('/official-account/events', act);
    expect([json['status'], receiver.received.length]).to.deep.equal([null, 0]);
    await wechat.control.post(`/push/deliveries/${json['delivery_id']}/repeat`);
    expect(receiver.received).to.have.length(1);
    expect(await wechat.control.fired()).to.deep.equal([1]);
  });

  /** Over the cipher text, which then opens. */
  function isSigned({ query, body }: Pushed): boolean {
    const { push } = wechat.simulator.credentials;
    const { Encrypt: encrypt } = JSON.parse(body) as { Encrypt: string };
    const parts = [push.token, String(query.get('timestamp')), String(query.get('nonce')), encrypt];
    if (query.get('msg_signature') !== sha1Of(...parts)) return false;
    return openPush(encrypt, push.encodingAesKey).message.length > 0;
  }
});
