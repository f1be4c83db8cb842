import { expect } from 'chai';
import type { Tampering } from './support/merchant-client.ts';
import { aNativeOrder } from './support/order-builder.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';

describe('A request to WeChat Pay', () => {
  const wechat = useSimulatedWechat();
  const place = (tampering: Tampering, changes: object = {}) =>
    wechat.merchant.native(aNativeOrder(wechat.simulator.credentials, changes), tampering);

  const refusals: readonly (readonly [string, string, Tampering])[] = [
    ['without authorization', 'Http头Authorization认证类型不正确', { authorization: '' }],
    ['of another scheme', 'Http头Authorization认证类型不正确', { authorization: 'Bearer mchid="1"' }],
    [
      'without all five parameters',
      'Http头Authorization值格式错误',
      { authorization: 'WECHATPAY2-SHA256-RSA2048 mchid="1",nonce_str="n",timestamp="1",serial_no="5"' },
    ],
    ['of an unknown merchant', '商户号1000000000不存在', { mchid: '1000000000' }],
    ['with an unknown certificate serial', '商户证书序列号有误', { serial: 'F'.repeat(40) }],
    ['signed over another body', '签名错误', { signedBody: '{}' }],
    ['signed over another path', '签名错误', { signedTarget: '/v3/pay/transactions/jsapi' }],
  ];
  for (const [what, message, tampering] of refusals) {
    it(`${what} is refused with SIGN_ERROR`, async () => {
      const { status, json } = await place(tampering);
      expect(status).to.equal(401);
      expect(json).to.include({ code: 'SIGN_ERROR', message });
    });
  }

  it('shows the merchant how WeChat read the signed message, cut off', async () => {
    const { json, headers } = await place({ signedBody: '{}' });
    const detail = json['detail'] as Record<string, Record<string, unknown>>;
    expect(detail).to.include({ field: 'signature', location: 'authorization' });
    expect(detail['detail']).to.deep.equal({ issue: 'sign not match' });
    expect(detail['sign_information']).to.include({ method: 'POST', url: '/v3/pay/transactions/native' });
    expect(detail['sign_information']?.['truncated_sign_message']).to.match(/^POST\n\/v3\/pay\/transactions\/native\n/);
    expect(detail['sign_information']?.['sign_message_length']).to.be.greaterThan(200);
    expect(headers.has('wechatpay-signature')).to.equal(false);
  });

  it('may be up to five minutes off the real clock, either way', async () => {
    const now = Math.floor(Date.now() / 1000);
    for (const offset of [-298, 298]) expect((await place({ timestampSeconds: now + offset })).status).to.equal(200);
    for (const offset of [-303, 303]) expect((await place({ timestampSeconds: now + offset })).status).to.equal(401);
  });

  it('is judged by the real clock, not by business time', async () => {
    await wechat.control.advance(3600);
    expect((await place({})).status).to.equal(200);
  });

  it('must name the same merchant in the authorization and in the body or query', async () => {
    const inBody = await place({}, { mchid: '1000000000' });
    const inQuery = await wechat.merchant.get('/v3/pay/transactions/out-trade-no/ABCDEF?mchid=1000000000');
    expect([inBody.status, inQuery.status]).to.deep.equal([401, 401]);
    expect(inBody.json['code']).to.equal('SIGN_ERROR');
  });

  it('is checked in a fixed order: merchant, serial, clock, signature', async () => {
    const wrong = { signedBody: '{}', timestampSeconds: 1, serial: 'F'.repeat(40), mchid: '1000000000' };
    const { mchid: _mchid, ...knownMerchant } = wrong;
    const { serial: _serial, ...knownSerial } = knownMerchant;
    const messages = [];
    for (const tampering of [wrong, knownMerchant, knownSerial]) {
      messages.push(String((await place(tampering)).json['message']));
    }
    expect(messages).to.deep.equal([
      '商户号1000000000不存在',
      '商户证书序列号有误',
      'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟',
    ]);
  });

  it('may give the serial in lower case', async () => {
    const { merchantSerial } = wechat.simulator.credentials;
    expect((await place({ serial: merchantSerial.toLowerCase() })).status).to.equal(200);
  });

  it('is verified over the raw bytes: spacing and escapes count', async () => {
    const order = JSON.stringify(aNativeOrder(wechat.simulator.credentials), null, 2).replace('API', '\\u0041PI');
    const path = '/v3/pay/transactions/native';
    expect((await wechat.merchant.call('POST', path, order)).status).to.equal(200);
    const compact = JSON.stringify(JSON.parse(order));
    expect((await wechat.merchant.call('POST', path, order, { signedBody: compact })).status).to.equal(401);
  });

  it('must say which types it accepts and send JSON', async () => {
    const plain = await place({ headers: { 'Content-Type': 'text/plain' } });
    const html = await place({ headers: { Accept: 'text/html' } });
    expect([plain.status, html.status]).to.deep.equal([400, 400]);
    expect(html.json).to.include({ code: 'PARAM_ERROR', message: 'Http头缺少Accept或User-Agent' });
  });

  it('to an unknown address is 404, and too large a body 400', async () => {
    expect((await wechat.merchant.get('/v3/nothing')).status).to.equal(404);
    expect((await place({}, { attach: 'x'.repeat(70_000) })).status).to.equal(400);
  });
});
