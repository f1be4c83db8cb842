import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { aNativeOrder } from './support/order-builder.ts';
import type { SealedResource } from './support/sealed-resource.ts';
import { type SimulatedWechat, useSimulatedWechat } from './support/simulated-wechat.ts';
import { isSignedByWechat, openResource } from './support/verify-wechat.ts';

type CertificateEntry = { readonly serial_no: string; readonly encrypt_certificate: SealedResource };

async function downloadCertificate({ merchant, simulator }: SimulatedWechat) {
  const answer = await merchant.get('/v3/certificates');
  const [entry] = answer.json['data'] as CertificateEntry[];
  if (!entry) throw new Error('no certificate');
  const pem = openResource(entry.encrypt_certificate, simulator.credentials.apiV3Key);
  const certificate = new X509Certificate(pem);
  const publicKeyPem = certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { answer, entry, certificate, publicKeyPem };
}

describe('An answer of WeChat Pay', () => {
  const wechat = useSimulatedWechat();
  const place = (headers: Record<string, string> = {}) =>
    wechat.merchant.native(aNativeOrder(wechat.simulator.credentials), { headers });

  it('is signed with the WeChat Pay public key when the request asks for it', async () => {
    const { publicKeyId, publicKeyPem } = wechat.simulator.credentials;
    const { headers, text } = await place({ 'Wechatpay-Serial': publicKeyId });
    expect(headers.get('wechatpay-serial'))
      .to.equal(publicKeyId)
      .and.match(/^PUB_KEY_ID_\d+$/);
    expect(headers.get('wechatpay-signature-type')).to.equal('WECHATPAY2-SHA256-RSA2048');
    expect(headers.get('request-id')).to.match(/-0$/);
    expect(Math.abs(Date.now() / 1000 - Number(headers.get('wechatpay-timestamp')))).to.be.lessThan(5);
    expect(isSignedByWechat(headers, text, publicKeyPem)).to.equal(true);
    expect(isSignedByWechat(headers, `${text} `, publicKeyPem)).to.equal(false);
  });

  it('is signed with the platform certificate when the request asks for that', async () => {
    const { entry, publicKeyPem } = await downloadCertificate(wechat);
    const { headers, text } = await place({ 'Wechatpay-Serial': entry.serial_no });
    expect(headers.get('wechatpay-serial')).to.equal(entry.serial_no);
    expect(isSignedByWechat(headers, text, publicKeyPem)).to.equal(true);
    expect(isSignedByWechat(headers, text, wechat.simulator.credentials.publicKeyPem)).to.equal(false);
  });

  it('is signed with the public key when the request names no key', async () => {
    const { headers } = await place();
    expect(headers.get('wechatpay-serial')).to.equal(wechat.simulator.credentials.publicKeyId);
  });

  it('brings the certificate encrypted, signed by that certificate', async () => {
    const { answer, entry, certificate, publicKeyPem } = await downloadCertificate(wechat);
    expect(entry.serial_no)
      .to.match(/^[0-9A-F]{40}$/)
      .and.equal(certificate.serialNumber);
    expect(entry.encrypt_certificate).to.include({ algorithm: 'AEAD_AES_256_GCM', associated_data: 'certificate' });
    expect(answer.headers.get('wechatpay-serial')).to.equal(entry.serial_no);
    expect(isSignedByWechat(answer.headers, answer.text, publicKeyPem)).to.equal(true);
    expect(() => openResource(entry.encrypt_certificate, 'x'.repeat(32))).to.throw();
  });

  it('without a body is signed too', async () => {
    const order = aNativeOrder(wechat.simulator.credentials);
    await wechat.merchant.native(order);
    const { status, text, headers } = await wechat.merchant.close(order.out_trade_no);
    expect([status, text]).to.deep.equal([204, '']);
    expect(isSignedByWechat(headers, '', wechat.simulator.credentials.publicKeyPem)).to.equal(true);
  });

  it('carries no signature when it is an error, but a request id', async () => {
    const { status, headers } = await wechat.merchant.query('UNKNOWN1');
    expect(status).to.equal(404);
    expect(headers.has('wechatpay-signature')).to.equal(false);
    expect(headers.get('request-id')).to.match(/-[1-9]\d*$/);
  });
});

describe('A WeChat that still answers with certificates', () => {
  const wechat = useSimulatedWechat({ respondWith: 'certificate' });

  it('signs with the certificate when the request names no key', async () => {
    const { entry, publicKeyPem } = await downloadCertificate(wechat);
    const { headers, text } = await wechat.merchant.native(aNativeOrder(wechat.simulator.credentials));
    expect(headers.get('wechatpay-serial')).to.equal(entry.serial_no);
    expect(isSignedByWechat(headers, text, publicKeyPem)).to.equal(true);
  });

  it('signs with the public key when the request names it', async () => {
    const { publicKeyId } = wechat.simulator.credentials;
    const { headers } = await wechat.merchant.native(aNativeOrder(wechat.simulator.credentials), {
      headers: { 'Wechatpay-Serial': publicKeyId },
    });
    expect(headers.get('wechatpay-serial')).to.equal(publicKeyId);
  });
});
