import { expect } from 'chai';
import { WechatApiError } from '../../../../src/adapters/wechat/api/wechat-api-error.ts';
import type { RefundRequest } from '../../../../src/domain/ordering/payment-gateway.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import { failureOf, unavailabilityOf } from '../support/failures.ts';
import { LoopbackWechat, type ReceivedRequest } from '../support/loopback-wechat.ts';
import { silence } from '../support/replies.ts';
import { errcode, ok } from '../support/weixin.ts';
import {
  anOrder,
  anXpayGateway,
  aRefund,
  aRefundRequest,
  knowing,
  NUMBER,
  OPENID,
  REFUND_NUMBER,
  signedCalls,
} from '../support/xpay.ts';

const accepted = ok({
  ...{ refund_order_id: REFUND_NUMBER, refund_wx_order_id: 'VRO260101130000000000001' },
  ...{ pay_order_id: NUMBER, pay_wx_order_id: 'VPO260101120100000000001' },
});
const begun = {
  ...{ outRefundNo: REFUND_NUMBER, outTradeNo: NUMBER, refundId: 'VRO260101130000000000001', refundFen: 400 },
  ...{ status: 'processing', succeededAt: null },
};

describe('a refund of virtual payment', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());

  const refund = (change: Partial<RefundRequest> = {}) => {
    const gateway = anXpayGateway(wechat);
    return gateway.requestRefund(gateway.freezeRefund(aRefundRequest(change)));
  };
  const look = (change: Partial<RefundRequest> = {}) => anXpayGateway(wechat).queryRefund(aRefundRequest(change));
  const sent = (): ReceivedRequest[] => wechat.requests.filter(({ path }) => path.startsWith('/xpay/refund_order'));

  it('is asked for with what is left and our own reason, signed', async () => {
    wechat.replyWith(knowing([anOrder()], accepted));
    expect(await refund()).to.deep.equal({ kind: 'accepted', refund: begun });
    expect(signedCalls(wechat.requests)).to.deep.equal(['/xpay/query_order', '/xpay/refund_order']);
    expect(JSON.parse(sent()[0]?.body ?? '')).to.deep.equal({
      ...{ openid: OPENID, env: 0, order_id: NUMBER, refund_order_id: REFUND_NUMBER },
      ...{ left_fee: 990, refund_fee: 400, biz_meta: '协商退款', refund_reason: '5', req_from: '3' },
    });
  });

  it('sends the frozen text byte for byte each time', async () => {
    const frozen = anXpayGateway(wechat).freezeRefund(aRefundRequest());
    wechat.replyWith(knowing([anOrder()], accepted));
    for (let times = 0; times < 3; times++) await anXpayGateway(wechat).requestRefund(frozen);
    expect(sent().map(({ body }) => body)).to.deep.equal(Array(3).fill(frozen.body));
  });

  for (const [code, what] of [
    [268490004, 'says that it was done before'],
    [268490005, 'says that all is refunded'],
    [268490014, 'says that one is under way'],
    [268490016, 'says that another amount is left'],
    [268490002, 'says that the number is used'],
  ] as const) {
    it(`is accepted when WeChat ${what} and knows the number`, async () => {
      wechat.replyWith(knowing([anOrder({ left_fee: 590 }), aRefund()], errcode(code)));
      expect(await refund()).to.deep.equal({ kind: 'accepted', refund: begun });
    });
  }

  it('is rejected when the number stands for another amount', async () => {
    wechat.replyWith(knowing([anOrder(), aRefund({ refund_fee: 500 })], errcode(268490002, 'refund_order_id已被使用')));
    expect(await refund())
      .to.have.property('reason')
      .that.includes('another amount');
  });

  const outcomes: readonly (readonly [number, string])[] = [
    [268490014, 'not_yet'],
    [268490006, 'balance_too_low'],
    [268490002, 'rejected'],
    [268490005, 'rejected'],
    [268490013, 'rejected'],
    [268490016, 'rejected'],
  ];
  for (const [code, kind] of outcomes) {
    it(`is ${kind} on ${code} for a number that WeChat does not know`, async () => {
      wechat.replyWith(knowing([anOrder()], errcode(code, '原因 rid: 65a1-77')));
      const outcome = await refund();
      expect(outcome).to.have.property('kind', kind);
      if (outcome.kind === 'rejected') {
        expect(outcome.reason).to.equal(`WeChat answered ${code} to /xpay/refund_order: 原因 (request 65a1-77)`);
      }
    });
  }

  it('is rejected with Apple’s name where the payment was not made through WeChat Pay', async () => {
    wechat.replyWith(knowing([anOrder({ wxpay_order_id: '' })], errcode(268490002, '不支持退款')));
    expect(await refund())
      .to.have.property('reason')
      .that.matches(/^paid through Apple, which alone can refund it/);
  });

  it('is not yet possible while WeChat knows nothing of the payment', async () => {
    wechat.replyWith(knowing([], accepted));
    expect(await refund()).to.deep.equal({ kind: 'not_yet' });
    wechat.replyWith(knowing([anOrder({ status: 1, paid_time: 0, paid_fee: 0, left_fee: 0 })], accepted));
    expect(await refund()).to.deep.equal({ kind: 'not_yet' });
    expect(sent()).to.deep.equal([]);
  });

  it('is Unavailable when nothing comes back: it may have been taken', async () => {
    wechat.replyWith(knowing([anOrder()], silence));
    await unavailabilityOf(refund(), 'wechat_api');
  });

  it('is Unavailable when another number comes back', async () => {
    wechat.replyWith(knowing([anOrder()], ok({ refund_order_id: 'RF2', refund_wx_order_id: 'VRO' })));
    expect(await unavailabilityOf(refund(), 'wechat_api')).to.include('unreadable');
  });

  it('throws wrong credentials: they say nothing about the refund', async () => {
    wechat.replyWith(knowing([anOrder()], errcode(268490003, '签名错误')));
    expect(await failureOf(refund())).to.be.instanceOf(WechatApiError);
  });

  it('comes to what was paid where the payer had a coupon, in parts that add up', async () => {
    const order = { paid_fee: 890, coupon_fee: 100 };
    wechat.replyWith(knowing([anOrder({ ...order, left_fee: 890 })], accepted));
    await refund();
    await refund({ refundFen: fen(590), leftFen: fen(590) });
    const fees = sent().map(({ body }) => JSON.parse(body));
    expect(fees[0]).to.include({ left_fee: 890, refund_fee: 359 });
    expect(fees[1]).to.include({ left_fee: 531, refund_fee: 531 });
  });

  it('is told in our terms where the payer had a coupon', async () => {
    wechat.replyWith(knowing([anOrder({ paid_fee: 890, left_fee: 531 }), aRefund({ refund_fee: 359 })]));
    expect(await look()).to.deep.equal({ kind: 'found', refund: begun });
  });

  const states: readonly (readonly [number, string])[] = [
    [1, 'processing'],
    [2, 'processing'],
    [5, 'succeeded'],
    [8, 'succeeded'],
    [7, 'closed'],
  ];
  for (const [status, ours] of states) {
    it(`is ${ours} at status ${status}`, async () => {
      wechat.replyWith(knowing([anOrder(), aRefund({ status, paid_time: status === 5 ? 1_767_250_000 : 0 })]));
      const found = await look();
      const succeededAt = status === 5 ? new Date(1_767_250_000_000) : null;
      expect(found).to.deep.equal({ kind: 'found', refund: { ...begun, status: ours, succeededAt } });
    });
  }

  it('is unknown when WeChat has not heard of it', async () => {
    wechat.replyWith(knowing([anOrder()]));
    expect(await look()).to.deep.equal({ kind: 'unknown' });
  });

  it('is never read from a payment', async () => {
    wechat.replyWith(knowing([aRefund({ order_type: 0 })]));
    await unavailabilityOf(look(), 'wechat_api');
  });

  it('keeps the amount that WeChat tells when it is not ours', async () => {
    wechat.replyWith(knowing([anOrder(), aRefund({ refund_fee: 123 })]));
    expect(await look()).to.have.nested.property('refund.refundFen', 123);
  });
});
