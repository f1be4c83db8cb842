import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import type { NotificationView } from './support/control-client.ts';
import { useNotificationReceiver } from './support/notification-receiver.ts';
import { anOrderPaid } from './support/order-paid.ts';
import type { NotificationEnvelope, SealedResource } from './support/sealed-resource.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { isSignedByWechat, openResource } from './support/verify-wechat.ts';

/** Seconds from the first delivery to each retry, added up from WeChat's table. */
const retryOffsets = [15, 30, 60, 240, 840, 2040, 3840, 5640, 7440, 11040, 21840, 32640, 43440, 65040, 86640];

const offsetsOf = ({ attempts }: NotificationView): number[] => {
  const [first = 0, ...retries] = attempts.map(({ at }) => Date.parse(at) / 1000);
  return retries.map((at) => at - first);
};

describe('A payment notification', () => {
  const wechat = useSimulatedWechat({ notifyTimeoutMs: 150 });
  const receiver = useNotificationReceiver();
  const notificationOf = async (outTradeNo: string): Promise<NotificationView> => {
    // A clock that does not move waits for what is under way.
    await wechat.control.advance(0);
    const { notification } = await wechat.control.order(outTradeNo);
    if (!notification) throw new Error('the order has no notification');
    return notification;
  };

  it('is signed, encrypted, and says what the query says', async () => {
    const { apiV3Key, publicKeyId, publicKeyPem } = wechat.simulator.credentials;
    const outTradeNo = await anOrderPaid(wechat, receiver.url);
    await receiver.until(1);
    const [{ headers, header, body } = expect.fail('nothing received')] = receiver.received;
    expect(headers).to.include({
      'content-type': 'application/json',
      'wechatpay-serial': publicKeyId,
      'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    });
    expect(headers['request-id']).to.match(/-0$/);
    expect(isSignedByWechat(header, body, publicKeyPem)).to.equal(true);
    const { id, create_time, resource, ...rest } = JSON.parse(body) as NotificationEnvelope;
    expect(id).to.match(/^[0-9a-f-]{36}$/);
    expect(create_time).to.match(/\+08:00$/);
    expect(rest).to.deep.equal({
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
    });
    expect(resource).to.include({ original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM' });
    const trade = JSON.parse(openResource(resource, apiV3Key)) as object;
    expect(trade).to.deep.equal((await wechat.merchant.query(outTradeNo)).json);
  });

  it('is repeated at exactly the offsets of the table and given up after the fifteenth retry', async () => {
    receiver.reply({ status: 500 });
    const outTradeNo = await anOrderPaid(wechat, receiver.url);
    await notificationOf(outTradeNo);
    await wechat.control.advance(86_640);
    const notification = await notificationOf(outTradeNo);
    expect(offsetsOf(notification)).to.deep.equal(retryOffsets);
    expect(notification).to.include({ status: 'given_up', next_attempt_at: null });
    await wechat.control.advance(30 * 86_400);
    expect(receiver.received).to.have.length(16);
  });

  it('is not repeated a moment too early', async () => {
    receiver.reply({ status: 500 });
    await notificationOf(await anOrderPaid(wechat, receiver.url));
    await wechat.control.advance(10);
    expect(receiver.received).to.have.length(1);
    await wechat.control.advance(5);
    expect(receiver.received).to.have.length(2);
  });

  it('stops at the first success, with the same id and body but a fresh signature each time', async () => {
    receiver.reply({ status: 500 }, { status: 503 }, { status: 200 });
    const outTradeNo = await anOrderPaid(wechat, receiver.url);
    await notificationOf(outTradeNo);
    await wechat.control.advance(86_400);
    const { status, attempts } = await notificationOf(outTradeNo);
    expect(status).to.equal('delivered');
    expect(attempts.map((attempt) => attempt.status)).to.deep.equal([500, 503, 200]);
    expect(new Set(receiver.received.map(({ body }) => body)).size).to.equal(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['wechatpay-nonce'])).size).to.equal(3);
    expect(new Set(receiver.received.map(({ headers }) => headers['wechatpay-signature'])).size).to.equal(3);
    for (const { header, body } of receiver.received) {
      expect(Math.abs(Date.now() / 1000 - Number(header.get('wechatpay-timestamp')))).to.be.lessThan(5);
      expect(isSignedByWechat(header, body, wechat.simulator.credentials.publicKeyPem)).to.equal(true);
    }
  });

  const verdicts: readonly (readonly [string, Parameters<typeof receiver.reply>[0], string])[] = [
    ['200 saying FAIL', { status: 200, body: '{"code":"FAIL","message":"失败"}' }, 'delivered'],
    ['204', { status: 204 }, 'delivered'],
    ['202', { status: 202 }, 'pending'],
    ['500 saying SUCCESS', { status: 500, body: '{"code":"SUCCESS"}' }, 'pending'],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, 'pending'],
    ['silence', 'silence', 'pending'],
  ];
  for (const [what, reply, status] of verdicts) {
    it(`answered with ${what} is ${status}`, async () => {
      receiver.reply(reply);
      const notification = await notificationOf(await anOrderPaid(wechat, receiver.url));
      expect(notification.status).to.equal(status);
      expect(receiver.received).to.have.length(1);
    });
  }

  it('to a server that is down is tried again', async () => {
    const outTradeNo = await anOrderPaid(wechat, 'http://127.0.0.1:1/notify');
    const { status, attempts } = await notificationOf(outTradeNo);
    expect([status, attempts[0]?.status]).to.deep.equal(['pending', null]);
  });

  it('can be withheld, and delivered later by hand', async () => {
    const outTradeNo = await anOrderPaid(wechat, receiver.url, { notify: false });
    await wechat.control.advance(86_400);
    expect(receiver.received).to.have.length(0);
    expect(await wechat.control.deliver(outTradeNo)).to.deep.equal([204]);
    expect((await notificationOf(outTradeNo)).status).to.equal('withheld');
  });

  it('can be delivered several times at once, which leaves the schedule alone', async () => {
    receiver.reply({ status: 500 }, { status: 204 }, { status: 204 }, { status: 409 });
    const outTradeNo = await anOrderPaid(wechat, receiver.url);
    await notificationOf(outTradeNo);
    const statuses = (await wechat.control.deliver(outTradeNo, { times: 3 })) as number[];
    expect(statuses.sort()).to.deep.equal([204, 204, 409]);
    const { status, attempts } = await notificationOf(outTradeNo);
    expect(status).to.equal('pending');
    expect(attempts.map(({ trigger }) => trigger)).to.deep.equal(['schedule', 'control', 'control', 'control']);
  });

  it('does not exist for an order that is not paid', async () => {
    const { status } = await wechat.control.post('/orders/UNKNOWN1/notifications');
    expect(status).to.equal(404);
  });
});

describe('A faulty notification', () => {
  const wechat = useSimulatedWechat();
  const receiver = useNotificationReceiver();
  const deliver = async (fault: string) => {
    const outTradeNo = await anOrderPaid(wechat, receiver.url, { notify: false });
    await wechat.control.deliver(outTradeNo, { fault });
    const [received = expect.fail('nothing received')] = receiver.received;
    return received;
  };
  const verifies = ({ header, body }: Awaited<ReturnType<typeof deliver>>): boolean =>
    isSignedByWechat(header, body, wechat.simulator.credentials.publicKeyPem);

  it('without a fault verifies', async () => {
    expect(verifies(await deliver('none'))).to.equal(true);
  });

  it('when tampered verifies, but does not decrypt', async () => {
    const received = await deliver('tampered');
    expect(verifies(received)).to.equal(true);
    const { resource } = JSON.parse(received.body) as NotificationEnvelope;
    expect(() => openResource(resource, wechat.simulator.credentials.apiV3Key)).to.throw(/authenticate/);
  });

  it('when stale verifies, with a timestamp ten minutes old', async () => {
    const received = await deliver('stale');
    expect(verifies(received)).to.equal(true);
    const ageSeconds = Date.now() / 1000 - Number(received.header.get('wechatpay-timestamp'));
    expect(ageSeconds).to.be.within(599, 610);
  });

  it('of an unknown key names that key and does not verify with ours', async () => {
    const received = await deliver('unknown_key');
    expect(received.header.get('wechatpay-serial')).to.match(/^PUB_KEY_ID_\d+$/);
    expect(received.header.get('wechatpay-serial')).to.not.equal(wechat.simulator.credentials.publicKeyId);
    expect(verifies(received)).to.equal(false);
  });

  it('as a probe says so in its signature', async () => {
    const received = await deliver('probe');
    expect(received.header.get('wechatpay-signature')).to.match(/^WECHATPAY\/SIGNTEST\//);
    expect(verifies(received)).to.equal(false);
  });

  it('with a bad signature looks right and does not verify', async () => {
    const received = await deliver('bad_signature');
    expect(Buffer.from(received.header.get('wechatpay-signature') ?? '', 'base64')).to.have.length(256);
    expect(received.header.get('wechatpay-serial')).to.equal(wechat.simulator.credentials.publicKeyId);
    expect(verifies(received)).to.equal(false);
  });
});

describe('A notification of a WeChat that still uses certificates', () => {
  const wechat = useSimulatedWechat({ respondWith: 'certificate' });
  const receiver = useNotificationReceiver();

  it('verifies with the certificate', async () => {
    await anOrderPaid(wechat, receiver.url);
    await receiver.until(1);
    const { json } = await wechat.merchant.get('/v3/certificates');
    const [entry] = json['data'] as { serial_no: string; encrypt_certificate: SealedResource }[];
    if (!entry) throw new Error('no certificate');
    const pem = openResource(entry.encrypt_certificate, wechat.simulator.credentials.apiV3Key);
    const publicKeyPem = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const [{ header, body } = expect.fail('nothing received')] = receiver.received;
    expect(header.get('wechatpay-serial')).to.equal(entry.serial_no);
    expect(isSignedByWechat(header, body, publicKeyPem)).to.equal(true);
  });
});
