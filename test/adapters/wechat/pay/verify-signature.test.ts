import { expect } from 'chai';
import { type FindKey, verifySignature } from '../../../../src/adapters/wechat/pay/verify-signature.ts';
import { publicKeyId, strangerKeys, wechatKeys, wechatSigner } from '../support/merchant.ts';
import { signatureHeaders } from '../support/signed-message.ts';

const now = new Date('2026-01-01T12:00:00.999Z');
const body = Buffer.from('{"text":"\\u652f\\u4ed8",  "amount": 1}');
const findKey: FindKey = (keyId) => (keyId === publicKeyId ? wechatKeys.publicKey : undefined);
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);

function verdictOn(headers: Record<string, string | undefined>, bytes: Uint8Array = body): string {
  const verification = verifySignature({ header: (name) => headers[name], body: bytes }, findKey, now);
  return verification.kind === 'refused' ? verification.reason : verification.kind;
}

describe('the signature of a WeChat message', () => {
  const genuine = signatureHeaders(body, { at: now });

  it('is genuine over the bytes as they came', () => expect(verdictOn(genuine)).to.equal('genuine'));

  it('is genuine over an empty body', () => {
    const empty = Buffer.alloc(0);
    expect(verdictOn(signatureHeaders(empty, { at: now }), empty)).to.equal('genuine');
  });

  it('is refused over JSON that was parsed and written again', () => {
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
    expect(verdictOn(genuine, rewritten)).to.equal('bad_signature');
  });

  for (const name of ['timestamp', 'nonce', 'signature', 'serial']) {
    it(`is refused without wechatpay-${name}`, () => {
      expect(verdictOn({ ...genuine, [`wechatpay-${name}`]: undefined })).to.equal('missing_headers');
      expect(verdictOn({ ...genuine, [`wechatpay-${name}`]: '' })).to.equal('missing_headers');
    });
  }

  for (const seconds of [-300, -299, 0, 299, 300]) {
    it(`may be ${seconds} s old`, () => {
      expect(verdictOn(signatureHeaders(body, { at: secondsAgo(seconds) }))).to.equal('genuine');
    });
  }

  for (const seconds of [-301, 301]) {
    it(`must not be ${seconds} s old`, () => {
      expect(verdictOn(signatureHeaders(body, { at: secondsAgo(seconds) }))).to.equal('stale_timestamp');
    });
  }

  for (const timestamp of ['yesterday', '1e9', '-1', ' 1767268800', '9'.repeat(400)]) {
    it(`is refused with the timestamp ${timestamp.slice(0, 12)}`, () => {
      expect(verdictOn({ ...genuine, 'wechatpay-timestamp': timestamp })).to.equal('malformed');
    });
  }

  it('is refused when the nonce could swallow a part of the body', () => {
    const moved = signatureHeaders(Buffer.from('one\ntwo'), { at: now, nonce: 'n' });
    expect(verdictOn({ ...moved, 'wechatpay-nonce': 'n\none' }, Buffer.from('two'))).to.equal('malformed');
  });

  it('is refused under a key id that we do not hold', () => {
    expect(verdictOn({ ...genuine, 'wechatpay-serial': 'PUB_KEY_ID_9' })).to.equal('unknown_key');
  });

  it("is refused when it is not the named key's", () => {
    const forged = signatureHeaders(body, {
      at: now,
      signer: { keyId: publicKeyId, privateKey: strangerKeys.privateKey },
    });
    expect(verdictOn(forged)).to.equal('bad_signature');
  });

  it('is refused when it is not even base64', () => {
    expect(verdictOn({ ...genuine, 'wechatpay-signature': '*'.repeat(344) })).to.equal('bad_signature');
  });

  it('is told apart when it is a probe', () => {
    const probe = `WECHATPAY/SIGNTEST/${genuine['wechatpay-signature']}`;
    expect(verdictOn({ ...genuine, 'wechatpay-signature': probe })).to.equal('signature_probe');
  });

  it('is judged in a fixed order: headers, form, probe, key, time, signature', () => {
    const spoilt: Record<string, string | undefined> = {
      ...signatureHeaders(body, { at: secondsAgo(301), signer: { ...wechatSigner, keyId: 'UNKNOWN' } }),
      'wechatpay-nonce': undefined,
      'wechatpay-timestamp': 'x',
      'wechatpay-signature': 'WECHATPAY/SIGNTEST/x',
    };
    const repairs = [
      {},
      { 'wechatpay-nonce': 'n' },
      { 'wechatpay-timestamp': '1' },
      { 'wechatpay-signature': 'x' },
      { 'wechatpay-serial': publicKeyId },
      { 'wechatpay-timestamp': genuine['wechatpay-timestamp'] },
    ];
    const verdicts = repairs.map((repair) => verdictOn(Object.assign(spoilt, repair)));
    expect(verdicts).to.deep.equal([
      'missing_headers',
      'malformed',
      'signature_probe',
      'unknown_key',
      'stale_timestamp',
      'bad_signature',
    ]);
  });
});
