import { expect } from 'chai';
import type { NotificationReading, RawNotification } from '../../../../src/domain/ordering/payment-gateway.ts';
import { aReader } from '../support/gateway.ts';
import { apiV3Key, olderApiV3Key, publicKeyId, strangerKeys } from '../support/merchant.ts';
import { aNotification, notificationId, signedBody, withHeaders } from '../support/notifications.ts';
import { flipBit } from '../support/sealed-resource.ts';
import { aTransaction, thePayment } from '../support/transactions.ts';

const reader = aReader();
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000);
const refused = (reason: string) => ({ kind: 'refused', reason });
const read = (raw: RawNotification, by = reader): NotificationReading => by(raw);

describe('reading a notification', () => {
  it('finds the payment and keeps the decrypted text', () => {
    const content = JSON.stringify(aTransaction());
    expect(read(aNotification())).to.deep.equal({ kind: 'payment', notificationId, payment: thePayment, content });
  });

  it('tells other genuine events apart, with their text', () => {
    const content = '{"complaint_id":"200201820200101080076610000"}';
    expect(read(aNotification({ eventType: 'COMPLAINT.CREATE', content }))).to.deep.equal({
      kind: 'other',
      notificationId,
      eventType: 'COMPLAINT.CREATE',
      content,
    });
  });

  const aRefund = {
    ...{ mchid: '1230000109', out_trade_no: 'PT20260101000001', transaction_id: '4200000985202103031441826014' },
    ...{ refund_id: '50000000382019052709732678859', out_refund_no: 'RF20260101000001', refund_status: 'SUCCESS' },
    ...{ success_time: '2026-01-01T12:00:00+08:00', user_received_account: '支付用户零钱' },
    amount: { total: 990, refund: 500, payer_total: 990, payer_refund: 500 },
  };
  for (const [told, status] of [
    ['SUCCESS', 'succeeded'],
    ['CLOSED', 'closed'],
    ['ABNORMAL', 'abnormal'],
  ] as const) {
    it(`finds a refund that is ${status}`, () => {
      const content = JSON.stringify({ ...aRefund, refund_status: told });
      expect(read(aNotification({ eventType: `REFUND.${told}`, content }))).to.deep.equal({
        ...{ kind: 'refund', notificationId, mchid: '1230000109', content },
        refund: {
          ...{ outRefundNo: 'RF20260101000001', outTradeNo: 'PT20260101000001', refundFen: 500, status },
          ...{ refundId: '50000000382019052709732678859', succeededAt: new Date('2026-01-01T04:00:00Z') },
        },
      });
    });
  }

  it('refuses a refund that says nothing about its state', () => {
    const content = JSON.stringify({ ...aRefund, refund_status: undefined });
    expect(read(aNotification({ eventType: 'REFUND.SUCCESS', content }))).to.deep.equal(refused('malformed'));
  });

  it('does not take a transaction in another state for a payment', () => {
    const reading = read(aNotification({ content: aTransaction({ trade_state: 'CLOSED' }) }));
    expect(reading).to.include({ kind: 'other', eventType: 'TRANSACTION.SUCCESS' });
  });

  it('takes text in escapes and spaces as WeChat wrote it', () => {
    const content = ` ${JSON.stringify(aTransaction(), null, 2).replaceAll('支', '\\u652f')}\n`;
    expect(read(aNotification({ content }))).to.include({ kind: 'payment', content });
  });

  for (const name of ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-signature', 'wechatpay-serial']) {
    it(`refuses one without ${name}`, () => {
      expect(read(withHeaders(aNotification(), { [name]: undefined }))).to.deep.equal(refused('missing_headers'));
    });
  }

  it('refuses one that is 301 s old, or ahead', () => {
    const now = new Date('2026-01-01T00:00:00Z');
    const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
    const frozenInTime = aReader({}, () => now);
    for (const seconds of [-301, 301]) {
      expect(read(aNotification({ at: at(seconds) }), frozenInTime)).to.deep.equal(refused('stale_timestamp'));
    }
    for (const seconds of [-300, 300]) {
      expect(read(aNotification({ at: at(seconds) }), frozenInTime)).to.have.property('kind', 'payment');
    }
  });

  it('refuses a replay an hour later', () => {
    expect(read(aNotification({ at: secondsAgo(3600) }))).to.deep.equal(refused('stale_timestamp'));
  });

  it('refuses an unknown key id', () => {
    const raw = withHeaders(aNotification(), { 'wechatpay-serial': '5157F09EFDC096DE15EBE81A47057A7232F1B8E1' });
    expect(read(raw)).to.deep.equal(refused('unknown_key'));
  });

  it('refuses a signature probe, as such', () => {
    const raw = withHeaders(aNotification(), { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abcdef' });
    expect(read(raw)).to.deep.equal(refused('signature_probe'));
  });

  it("refuses a stranger's signature", () => {
    const raw = aNotification({ signer: { keyId: publicKeyId, privateKey: strangerKeys.privateKey } });
    expect(read(raw)).to.deep.equal(refused('bad_signature'));
  });

  it('refuses an altered body', () => {
    const raw = aNotification();
    const body = Buffer.from(Buffer.from(raw.body).toString().replace('TRANSACTION.SUCCESS', 'TRANSACTION.success'));
    expect(read({ ...raw, body })).to.deep.equal(refused('bad_signature'));
  });

  it('refuses a flipped bit of the cipher text, even under a good signature', () => {
    const raw = aNotification({ alterResource: (r) => ({ ...r, ciphertext: flipBit(r.ciphertext, 777) }) });
    expect(read(raw)).to.deep.equal(refused('undecryptable'));
  });

  it('refuses other associated data, even under a good signature', () => {
    const raw = aNotification({ alterResource: (r) => ({ ...r, associated_data: 'refund' }) });
    expect(read(raw)).to.deep.equal(refused('undecryptable'));
  });

  it('refuses what another APIv3 key has sealed', () => {
    expect(read(aNotification({ sealing: { key: olderApiV3Key } }))).to.deep.equal(refused('undecryptable'));
  });

  it('reads what either APIv3 key has sealed during a rotation', () => {
    const rotating = aReader({ apiV3Keys: [apiV3Key, olderApiV3Key] });
    for (const key of [apiV3Key, olderApiV3Key]) {
      expect(read(aNotification({ sealing: { key } }), rotating)).to.have.property('kind', 'payment');
    }
  });

  it('refuses more than 64 KiB before looking at the signature', () => {
    expect(read({ headers: {}, body: new Uint8Array(64 * 1024 + 1) })).to.deep.equal(refused('malformed'));
    expect(read({ headers: {}, body: new Uint8Array(64 * 1024) })).to.deep.equal(refused('missing_headers'));
  });

  for (const text of ['', 'null', '[]', '{', '{"id":"1"}', '{"id":"1","event_type":"A","resource":{}}']) {
    it(`refuses signed nonsense: ${text || 'nothing'}`, () => {
      expect(read(signedBody(text))).to.deep.equal(refused('malformed'));
    });
  }

  it('refuses another algorithm', () => {
    const raw = aNotification({ alterResource: (r) => ({ ...r, algorithm: 'AEAD_SM4_GCM' }) });
    expect(read(raw)).to.deep.equal(refused('malformed'));
  });

  for (const content of ['not JSON', 'null', '[]', '{}', aTransaction({ amount: {} }), aTransaction({ appid: 1 })]) {
    it(`refuses a payment that says ${JSON.stringify(content).slice(0, 40)}`, () => {
      expect(read(aNotification({ content }))).to.deep.equal(refused('malformed'));
    });
  }
});
