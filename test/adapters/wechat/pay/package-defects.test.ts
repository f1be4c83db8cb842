import { expect } from 'chai';
import WxPay from 'wechatpay-node-v3';
import type { IPayRequest, Output } from 'wechatpay-node-v3/dist/define.js';
import { decryptResource } from '../../../../src/adapters/wechat/pay/decrypt-resource.ts';
import { createRequestSigner } from '../../../../src/adapters/wechat/pay/request-signer.ts';
import { aMerchant, apiV3Key, olderApiV3Key, publicKeyId } from '../support/merchant.ts';
import { sealResource } from '../support/sealed-resource.ts';
import { signatureHeaders } from '../support/signed-message.ts';

/** The sealed text with one byte of its plain text changed, as anyone can who has seen the message. */
function forgeDigit(ciphertext: string, plain: string, from: string, to: string): string {
  const bytes = Buffer.from(ciphertext, 'base64');
  const index = plain.indexOf(from);
  bytes[index] = (bytes[index] ?? 0) ^ from.charCodeAt(0) ^ to.charCodeAt(0);
  return bytes.toString('base64');
}

/** Counts how often the package goes out for certificates. */
class CountingTransport implements IPayRequest {
  calls = 0;
  post = (): Promise<Output> => Promise.reject(new Error('unexpected'));
  upload = (): Promise<Output> => Promise.reject(new Error('unexpected'));
  get = (): Promise<Output> => {
    this.calls += 1;
    return Promise.resolve({ status: 200, data: { data: [] } });
  };
}

// Reasons for src/adapters/wechat/pay/decrypt-resource.ts and verify-signature.ts. When one of these fails after an
// upgrade of the package, a defect is gone: read the change before trusting it.
describe('why wechatpay-node-v3 neither decrypts nor verifies for us', () => {
  const signer = createRequestSigner(aMerchant());

  it('its decipher_gcm accepts a forged amount; ours refuses it', () => {
    const plain = '{"amount":{"total":100}}';
    const sealed = sealResource(plain);
    const forged = { ...sealed, ciphertext: forgeDigit(sealed.ciphertext, plain, '1', '9') };
    const theirs = signer.decipher_gcm(forged.ciphertext, forged.associated_data, forged.nonce, apiV3Key);
    expect(theirs).to.deep.equal({ amount: { total: 900 } });
    expect(decryptResource(forged, [apiV3Key])).to.equal(undefined);
  });

  it('its decipher_gcm accepts other associated data and a wrong key; ours refuses them', () => {
    const sealed = sealResource('{"total":100}');
    const wrongData = signer.decipher_gcm(sealed.ciphertext, 'refund', sealed.nonce, apiV3Key);
    expect(wrongData).to.deep.equal({ total: 100 });
    expect(() => signer.decipher_gcm(sealed.ciphertext, 'transaction', sealed.nonce, olderApiV3Key)).not.to.throw();
    expect(decryptResource({ ...sealed, associated_data: 'refund' }, [apiV3Key])).to.equal(undefined);
    expect(decryptResource(sealed, [olderApiV3Key])).to.equal(undefined);
  });

  it('its verifySign has no public-key mode and calls WeChat for each unknown key id', async () => {
    const wxpay = new WxPay({
      appid: 'wx1',
      mchid: '1',
      serial_no: 'A1',
      publicKey: Buffer.from('unused'),
      privateKey: Buffer.from(aMerchant().merchantPrivateKeyPem),
      key: apiV3Key,
    });
    const transport = new CountingTransport();
    wxpay.createHttp(transport);
    const headers = signatureHeaders(Buffer.from('{}'));
    for (const serial of [publicKeyId, 'FORGED1', 'FORGED2']) {
      const failure = await wxpay
        .verifySign({
          timestamp: headers['wechatpay-timestamp'] ?? '',
          nonce: headers['wechatpay-nonce'] ?? '',
          signature: headers['wechatpay-signature'] ?? '',
          body: '{}',
          serial,
        })
        .catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(Error);
    }
    expect(transport.calls).to.equal(3);
  });
});
