import { expect } from 'chai';
import { type Received, useNotificationReceiver } from '../support/notification-receiver.ts';
import { anOrderPaid } from '../support/order-paid.ts';
import type { NotificationEnvelope } from '../support/sealed-resource.ts';
import { useSimulatedWechat } from '../support/simulated-wechat.ts';
import { isSignedByWechat, openResource } from '../support/verify-wechat.ts';

describe('A spoilt delivery', () => {
  const wechat = useSimulatedWechat();
  const receiver = useNotificationReceiver();
  afterEach(() => wechat.control.delete('/faults'));

  const verifies = ({ header, body }: Received): boolean =>
    isSignedByWechat(header, body, wechat.simulator.credentials.publicKeyPem);
  const opens = ({ body }: Received): boolean => {
    const { resource } = JSON.parse(body) as NotificationEnvelope;
    try {
      return openResource(resource, wechat.simulator.credentials.apiV3Key).length > 0;
    } catch {
      return false;
    }
  };
  const isFresh = ({ header }: Received): boolean =>
    Math.abs(Date.now() / 1000 - Number(header.get('wechatpay-timestamp'))) < 300;
  const namesOurKey = ({ header }: Received): boolean =>
    header.get('wechatpay-serial') === wechat.simulator.credentials.publicKeyId;
  const isProbe = ({ header }: Received): boolean =>
    (header.get('wechatpay-signature') ?? '').startsWith('WECHATPAY/SIGNTEST/');
  const told = (received: Received) => ({
    verifies: verifies(received),
    opens: opens(received),
    isFresh: isFresh(received),
    namesOurKey: namesOurKey(received),
    isProbe: isProbe(received),
  });

  const good = { verifies: true, opens: true, isFresh: true, namesOurKey: true, isProbe: false };
  const faults: readonly (readonly [string, Partial<typeof good>])[] = [
    ['forged', { verifies: false }],
    ['tampered', { opens: false }],
    ['probe', { verifies: false, isProbe: true }],
    ['unknown_key', { verifies: false, namesOurKey: false }],
    ['stale', { isFresh: false }],
    ['bad_signature', { verifies: false }],
  ];
  for (const [fault, wrong] of faults) {
    it(`${fault} that is refused is followed by a good one, at the time of the schedule`, async () => {
      receiver.reply({ status: 401 }, { status: 204 });
      await wechat.control.planFaults(1, { on: 'notification', fault });
      const outTradeNo = await anOrderPaid(wechat, receiver.url);
      await receiver.until(1);
      await wechat.control.advance(15);
      await wechat.control.advance(0);
      expect(receiver.received.map(told)).to.deep.equal([{ ...good, ...wrong }, good]);
      const { notification } = await wechat.control.order(outTradeNo);
      expect(notification?.status).to.equal('delivered');
      expect(notification?.attempts.map((attempt) => attempt.fault)).to.deep.equal([fault, 'none']);
    });
  }

  it('that is taken is the last: WeChat does not know better', async () => {
    await wechat.control.planFaults(1, { on: 'notification', fault: 'forged' });
    const outTradeNo = await anOrderPaid(wechat, receiver.url);
    await wechat.control.advance(86_400);
    expect((await wechat.control.order(outTradeNo)).notification?.status).to.equal('delivered');
    expect(receiver.received.map(told)).to.deep.equal([{ ...good, verifies: false }]);
  });

  it('can also be asked for by hand', async () => {
    const outTradeNo = await anOrderPaid(wechat, receiver.url, { notify: false });
    await wechat.control.deliver(outTradeNo, { fault: 'forged' });
    expect(receiver.received.map(told)).to.deep.equal([{ ...good, verifies: false }]);
  });
});
