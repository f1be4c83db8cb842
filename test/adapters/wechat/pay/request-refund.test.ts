import { expect } from 'chai';
import { WechatPayError } from '../../../../src/adapters/wechat/pay/wechat-pay-error.ts';
import { failureOf } from '../support/failures.ts';
import { aGateway } from '../support/gateway.ts';
import { LoopbackWechat } from '../support/loopback-wechat.ts';
import { failure } from '../support/replies.ts';
import { aRefundRequest } from '../support/xpay.ts';

describe('asking for a refund', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());
  const request = () => {
    const gateway = aGateway({ baseUrl: wechat.baseUrl });
    return gateway.requestRefund(gateway.freezeRefund(aRefundRequest()));
  };

  it('throws when WeChat does not believe who asks: wrong keys or a wrong clock say nothing about the refund', async () => {
    wechat.replyWith(failure(401, 'SIGN_ERROR'));
    expect(await failureOf(request())).to.be.instanceOf(WechatPayError);
  });

  for (const [status, code, kind] of [
    [403, 'NOT_ENOUGH', 'balance_too_low'],
    [404, 'RESOURCE_NOT_EXISTS', 'not_yet'],
    [400, 'PARAM_ERROR', 'rejected'],
    [403, 'NO_AUTH', 'rejected'],
  ] as const) {
    it(`is ${kind} on ${status} ${code}`, async () => {
      wechat.replyWith(failure(status, code, '原因'));
      expect(await request()).to.have.property('kind', kind);
    });
  }
});
