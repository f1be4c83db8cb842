import { expect } from 'chai';
import { WechatApiError } from '../../../../src/adapters/wechat/api/wechat-api-error.ts';
import { confirmDelivery } from '../../../../src/adapters/wechat/xpay/confirm-delivery.ts';
import { XpayApi } from '../../../../src/adapters/wechat/xpay/xpay-api.ts';
import type { Delivery } from '../../../../src/domain/ordering/delivery.ts';
import type { TransactionId } from '../../../../src/domain/shared/ids.ts';
import { failureOf, unavailabilityOf } from '../support/failures.ts';
import { LoopbackWechat } from '../support/loopback-wechat.ts';
import { silence } from '../support/replies.ts';
import { anApi, errcode, ok, withToken } from '../support/weixin.ts';
import { NUMBER, OPENID, signedCalls, xpaySettings } from '../support/xpay.ts';

const delivery: Delivery = {
  outTradeNo: NUMBER,
  transactionId: '4200000925202101284997714292' as TransactionId,
  gateway: 'xpay',
  payerOpenid: OPENID,
  description: 'API积分充值',
};

describe('telling WeChat that goods were delivered', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());

  const report = () =>
    confirmDelivery(new XpayApi(anApi({ baseUrl: wechat.baseUrl }), xpaySettings())).report(delivery, new Date());

  it('names our number, signed', async () => {
    wechat.replyWith(withToken(ok()));
    expect(await report()).to.equal('done');
    expect(signedCalls(wechat.requests)).to.deep.equal(['/xpay/notify_provide_goods']);
    expect(JSON.parse(wechat.lastRequest.body)).to.deep.equal({ order_id: NUMBER, env: 0 });
  });

  it('is done when it was done before', async () => {
    wechat.replyWith(withToken(errcode(268490004, '重复操作')));
    expect(await report()).to.equal('done');
  });

  it('is too early while WeChat does not take it for paid', async () => {
    wechat.replyWith(withToken(errcode(268490002, '订单未支付')));
    expect(await report()).to.equal('not_yet');
  });

  it('is refused for what was refunded', async () => {
    wechat.replyWith(withToken(errcode(268490005, '订单已经退款')));
    expect(await report()).to.have.property('kind', 'refused');
  });

  it('is Unavailable without an answer', async () => {
    wechat.replyWith(withToken(silence));
    await unavailabilityOf(report(), 'wechat_api');
  });

  it('throws wrong credentials: mended, the same report succeeds', async () => {
    wechat.replyWith(withToken(errcode(268490003, '签名错误')));
    expect(await failureOf(report())).to.be.instanceOf(WechatApiError);
  });
});
