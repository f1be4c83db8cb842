import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { notificationReader } from '../../../../src/adapters/wechat/pay/notification-reader.ts';
import { PlatformKeys, type PlatformKeysOptions } from '../../../../src/adapters/wechat/pay/platform-keys.ts';
import type { WechatPaySettings } from '../../../../src/adapters/wechat/pay/settings.ts';
import { WechatPayGateway } from '../../../../src/adapters/wechat/pay/wechat-pay-gateway.ts';
import { unavailabilityOf } from '../support/failures.ts';
import { LoopbackWechat } from '../support/loopback-wechat.ts';
import { aMerchant, apiV3Key, olderApiV3Key, publicKeyId, strangerKeys } from '../support/merchant.ts';
import { aNotification } from '../support/notifications.ts';
import { aPlatformCertificate, certificateList, type PlatformCertificate } from '../support/platform-certificate.ts';
import { failure, plain, prepay, success } from '../support/replies.ts';
import { anAttemptOf } from '../support/transactions.ts';

const dayMs = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs);

describe('the keys of the platform', () => {
  let wechat: LoopbackWechat;
  let older: PlatformCertificate;
  let newer: PlatformCertificate;
  let expired: PlatformCertificate;
  before(async () => {
    wechat = await LoopbackWechat.start();
    older = await aPlatformCertificate('5157F09EFDC096DE15EBE81A47057A7232F1B8E1');
    newer = await aPlatformCertificate('7132D72A03E93CDDF8C03BBD1F37EEDF5D3A0F00', { from: inDays(-1), to: inDays(9) });
    expired = await aPlatformCertificate('11223344556677889900AABBCCDDEEFF00112233', {
      from: inDays(-10),
      to: inDays(-1),
    });
  });
  after(() => wechat.stop());

  function keysOf(overrides: Partial<WechatPaySettings> = {}, options: PlatformKeysOptions = {}): PlatformKeys {
    const certificatesOnly = { baseUrl: wechat.baseUrl, publicKey: null, downloadCertificates: true };
    return new PlatformKeys(aMerchant({ ...certificatesOnly, ...overrides }), options);
  }
  const bothModes = { publicKey: aMerchant().publicKey };

  it('come from the configuration alone in public-key mode, without a call', async () => {
    wechat.replyWith(failure(500, 'SYSTEM_ERROR'));
    const keys = keysOf({ ...bothModes, downloadCertificates: false });
    await keys.start();
    await keys.refresh();
    expect(keys.find(publicKeyId)?.asymmetricKeyType).to.equal('rsa');
    expect(wechat.requests).to.have.length(0);
  });

  it('are fetched with a signed request, and the answer is verified with what it brings', async () => {
    wechat.replyWith(success(certificateList([older, newer]), { signer: newer }));
    const keys = keysOf();
    await keys.refresh();
    expect(wechat.lastRequest).to.include({ method: 'GET', path: '/v3/certificates', hasValidSignature: true });
    for (const { keyId } of [older, newer]) expect(keys.find(keyId)?.type).to.equal('public');
    expect(keys.find(older.keyId.toLowerCase())).to.equal(keys.find(older.keyId));
  });

  it('are fetched under either APIv3 key during a rotation', async () => {
    wechat.replyWith(success(certificateList([older], { key: olderApiV3Key }), { signer: older }));
    const keys = keysOf({ apiV3Keys: [apiV3Key, olderApiV3Key] });
    await keys.refresh();
    expect(keys.find(older.keyId)).not.to.equal(undefined);
  });

  it('are used only between their dates', async () => {
    wechat.replyWith(success(certificateList([older, newer, expired]), { signer: older }));
    let now = new Date();
    const keys = keysOf({}, { now: () => now });
    await keys.refresh();
    expect(keys.find(expired.keyId)).to.equal(undefined);
    expect(keys.find(newer.keyId)).not.to.equal(undefined);
    now = inDays(10);
    expect(keys.find(newer.keyId)).to.equal(undefined);
    expect(keys.find(older.keyId)).not.to.equal(undefined);
    now = inDays(-2);
    expect(keys.find(older.keyId)).to.equal(undefined);
  });

  const badLists: Record<string, () => Parameters<LoopbackWechat['replyWith']>[0]> = {
    'is not signed': () => plain(200, JSON.stringify(certificateList([older]))),
    'is signed by a stranger': () =>
      success(certificateList([older]), { signer: { ...older, privateKey: strangerKeys.privateKey } }),
    'is signed by an expired certificate': () => success(certificateList([older, expired]), { signer: expired }),
    'is signed with a certificate that nobody brought': () =>
      success(certificateList([older]), { signer: { ...newer, keyId: 'A1B2C3' } }),
    'is sealed under another APIv3 key': () =>
      success(certificateList([older], { key: olderApiV3Key }), { signer: older }),
    'is empty': () => success({ data: [] }, { signer: older }),
    'is no list': () => success('[1]', { signer: older }),
    'holds no certificate': () => success(certificateList([{ ...older, pem: 'pem' }]), { signer: older }),
    'is a 404 for merchants who have the public key': () => failure(404, 'RESOURCE_NOT_EXISTS', '无可用的平台证书'),
  };
  for (const [what, reply] of Object.entries(badLists)) {
    it(`stay as they were when the list ${what}`, async () => {
      wechat.replyWith(success(certificateList([newer]), { signer: newer }));
      const keys = keysOf();
      await keys.refresh();
      wechat.replyWith(reply());
      await unavailabilityOf(keys.refresh(), 'wechat_pay');
      expect(keys.find(newer.keyId)).not.to.equal(undefined);
      expect(keys.find(older.keyId)).to.equal(undefined);
    });
  }

  it('are dropped when WeChat no longer lists them', async () => {
    wechat.replyWith(success(certificateList([older, newer]), { signer: newer }));
    const keys = keysOf();
    await keys.refresh();
    wechat.replyWith(success(certificateList([newer]), { signer: newer }));
    await keys.refresh();
    expect(keys.find(older.keyId)).to.equal(undefined);
  });

  it('are fetched once for refreshes at the same time', async () => {
    wechat.replyWith(success(certificateList([older]), { signer: older }));
    const keys = keysOf();
    await Promise.all([keys.refresh(), keys.refresh(), keys.refresh()]);
    expect(wechat.requests).to.have.length(1);
  });

  it('stop the start when there is none at all', async () => {
    wechat.replyWith(failure(500, 'SYSTEM_ERROR'));
    expect(await unavailabilityOf(keysOf().start(), 'wechat_pay')).to.include('SYSTEM_ERROR');
  });

  it('let the start go on when the public key is there, and report the failure', async () => {
    wechat.replyWith(failure(404, 'RESOURCE_NOT_EXISTS'));
    const reported: unknown[] = [];
    const keys = keysOf(bothModes, { onRefreshError: (error) => reported.push(error) });
    await keys.start();
    keys.stop();
    expect(reported).to.have.length(1);
    expect(keys.find(publicKeyId)).not.to.equal(undefined);
  });

  it('are refreshed by the clock until they are stopped, failures included', async () => {
    const list = success(certificateList([older]), { signer: older });
    wechat.replyWith(list, failure(500, 'SYSTEM_ERROR'), list);
    const keys = keysOf({}, { refreshEveryMs: 20 });
    await keys.start();
    await sleep(150);
    keys.stop();
    expect(wechat.requests.length).to.be.at.least(3);
    await sleep(50);
    const asked = wechat.requests.length;
    await sleep(80);
    expect(wechat.requests).to.have.length(asked);
  });

  it('read notifications that either kind has signed, during the switch to the public key', async () => {
    wechat.replyWith(success(certificateList([older]), { signer: older }));
    const settings = aMerchant({ baseUrl: wechat.baseUrl, downloadCertificates: true });
    const keys = new PlatformKeys(settings);
    await keys.refresh();
    expect(wechat.lastRequest.headers['wechatpay-serial']).to.equal(publicKeyId);
    const read = notificationReader({ settings, keys });
    expect(read(aNotification())).to.have.property('kind', 'payment');
    expect(read(aNotification({ signer: older }))).to.have.property('kind', 'payment');
  });

  it('are never fetched because a message names an unknown one', async () => {
    wechat.replyWith(success(certificateList([newer]), { signer: newer }));
    const settings = aMerchant({ baseUrl: wechat.baseUrl, downloadCertificates: true });
    const read = notificationReader({ settings, keys: new PlatformKeys(settings) });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const reading = read(aNotification({ signer: newer }));
      expect(reading).to.deep.equal({ kind: 'refused', reason: 'unknown_key' });
    }
    await sleep(30);
    expect(wechat.requests).to.have.length(0);
  });

  it('verify answers in certificate mode, where no key is asked for', async () => {
    wechat.replyWith(success(certificateList([older]), { signer: older }), prepay({ signer: older }));
    const settings = aMerchant({ baseUrl: wechat.baseUrl, publicKey: null, downloadCertificates: true });
    const keys = new PlatformKeys(settings);
    await keys.refresh();
    const gateway = new WechatPayGateway({ name: 'jsapi', settings, keys });
    expect(await gateway.createCheckout(anAttemptOf(gateway))).to.have.property('kind', 'ready');
    expect(wechat.lastRequest.headers).not.to.have.property('wechatpay-serial');
  });

  it('cannot be left unconfigured', () => {
    expect(() => keysOf({ downloadCertificates: false })).to.throw('configure the public key');
    expect(() => keysOf({ apiV3Keys: ['too short'] })).to.throw('32 bytes');
    expect(() => keysOf({ apiV3Keys: [] })).to.throw('no APIv3 key');
  });
});
