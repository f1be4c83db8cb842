import { verify } from 'node:crypto';
import { expect } from 'chai';
import type { CheckoutOutcome, JsapiParams } from '../../../../src/domain/ordering/payment-gateway.ts';
import { aGateway } from '../support/gateway.ts';
import { LoopbackWechat } from '../support/loopback-wechat.ts';
import { merchantKeys, publicKeyId } from '../support/merchant.ts';
import { failure, prepay, success } from '../support/replies.ts';
import { anAttemptOf } from '../support/transactions.ts';

const paramsOf = (outcome: CheckoutOutcome): JsapiParams => {
  if (outcome.kind !== 'ready' || outcome.checkout.gateway !== 'jsapi') throw new Error(outcome.kind);
  return outcome.checkout.params;
};

describe('creating a checkout', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());

  const attempt = anAttemptOf(aGateway());
  const { request: frozen } = attempt;
  const createCheckout = () => aGateway({ baseUrl: wechat.baseUrl }).createCheckout(attempt);

  it('posts a signed request that asks for an answer under the public key', async () => {
    wechat.replyWith(prepay());
    await createCheckout();
    const { method, path, headers, hasValidSignature } = wechat.lastRequest;
    expect({ method, path, hasValidSignature }).to.deep.equal({
      method: 'POST',
      path: '/v3/pay/transactions/jsapi',
      hasValidSignature: true,
    });
    expect(headers).to.include({ 'wechatpay-serial': publicKeyId, accept: 'application/json' });
    expect(headers['content-type']).to.equal('application/json');
    expect(headers.authorization).to.include('serial_no="5157F09EFDC096DE15EBE81A47057A7232F1B8E1"');
  });

  it('sends the frozen text byte for byte, on every repetition and every retry', async () => {
    wechat.replyWith(failure(500, 'SYSTEM_ERROR'), prepay());
    await createCheckout();
    await createCheckout();
    await createCheckout();
    expect(wechat.requests.map((request) => request.body)).to.deep.equal(Array(4).fill(frozen.body));
    expect(wechat.requests.every((request) => request.hasValidSignature)).to.equal(true);
    expect(new Set(wechat.requests.map((request) => request.headers.authorization)).size).to.equal(4);
  });

  it('sends the frozen merchant and appid, not those configured since', async () => {
    wechat.replyWith(prepay());
    const gateway = aGateway({ baseUrl: wechat.baseUrl, appid: 'wxnewer', notifyUrl: 'https://newer.example/n' });
    const outcome = await gateway.createCheckout(attempt);
    expect(wechat.lastRequest.body).to.equal(frozen.body);
    expect(outcome).to.have.nested.property('checkout.params.appId', frozen.appid);
  });

  it('hands out parameters that the merchant key signed', async () => {
    wechat.replyWith(prepay());
    const outcome = await createCheckout();
    const params = paramsOf(outcome);
    expect(params).to.include({ appId: frozen.appid, signType: 'RSA', package: 'prepay_id=wx2614100920' });
    expect(Math.abs(Number(params.timeStamp) - Date.now() / 1000)).to.be.below(5);
    const message = `${params.appId}\n${params.timeStamp}\n${params.nonceStr}\n${params.package}\n`;
    const signature = Buffer.from(params.paySign, 'base64');
    expect(verify('RSA-SHA256', Buffer.from(message), merchantKeys.publicKey, signature)).to.equal(true);
  });

  it('never hands out a nonce twice, and makes each of 128 bits', async () => {
    wechat.replyWith(prepay());
    const outcomes = await Promise.all(Array.from({ length: 20 }, createCheckout));
    const nonces = outcomes.map((outcome) => paramsOf(outcome).nonceStr);
    expect(new Set(nonces).size).to.equal(20);
    for (const nonce of nonces) expect(nonce).to.match(/^[0-9a-f]{32}$/);
  });

  it('ignores fields that WeChat adds', async () => {
    wechat.replyWith(success({ prepay_id: 'wx1', brand_new: { a: 1 } }));
    expect(await createCheckout()).to.have.property('kind', 'ready');
  });

  for (const code of ['ORDERPAID', 'ORDER_PAID']) {
    it(`says already_paid on ${code}`, async () => {
      wechat.replyWith(failure(400, code));
      expect(await createCheckout()).to.deep.equal({ kind: 'already_paid' });
    });
  }

  for (const code of ['ORDERCLOSED', 'ORDER_CLOSED']) {
    it(`says closed on ${code}`, async () => {
      wechat.replyWith(failure(400, code));
      expect(await createCheckout()).to.deep.equal({ kind: 'closed' });
    });
  }

  const rejections: readonly (readonly [number, string])[] = [
    [400, 'PARAM_ERROR'],
    [400, 'INVALID_REQUEST'],
    [400, 'APPID_MCHID_NOT_MATCH'],
    [400, 'MCH_NOT_EXISTS'],
    [401, 'SIGN_ERROR'],
    [403, 'NO_AUTH'],
    [403, 'NOAUTH'],
    [403, 'OUT_TRADE_NO_USED'],
    [403, 'RULE_LIMIT'],
    [500, 'OPENID_MISMATCH'],
  ];
  for (const [status, code] of rejections) {
    it(`says rejected on ${status} ${code}, with the reason for operators, and asks once`, async () => {
      wechat.replyWith(failure(status, code, '原因'));
      const reason = `WeChat Pay answered ${status} ${code}: 原因 (request REQ-268435459)`;
      expect(await createCheckout()).to.deep.equal({ kind: 'rejected', reason });
      expect(wechat.requests).to.have.length(1);
    });
  }
});
