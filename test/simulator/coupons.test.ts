import { expect } from 'chai';
import { useNotificationReceiver } from './support/notification-receiver.ts';
import { aNativeOrder } from './support/order-builder.ts';
import { aPaidOrder } from './support/paid-order.ts';
import { aRefund } from './support/refund-builder.ts';
import type { NotificationEnvelope } from './support/sealed-resource.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { openResource } from './support/verify-wechat.ts';

describe('A payment with a coupon', () => {
  const wechat = useSimulatedWechat();
  const receiver = useNotificationReceiver();
  before(() => wechat.control.planRefunds({ enforce_minute: false, notify: false }));

  it('has a smaller payer_total, the same total, and says which coupon it was', async () => {
    const choice = { order: { notify_url: receiver.url }, pay: { coupon_fen: 90, notify: true } };
    const { outTradeNo } = await aPaidOrder(wechat, choice);
    const { json } = await wechat.merchant.query(outTradeNo);
    expect(json['amount']).to.deep.equal({ total: 990, payer_total: 900, currency: 'CNY', payer_currency: 'CNY' });
    const [coupon, ...others] = json['promotion_detail'] as Record<string, unknown>[];
    expect(others).to.deep.equal([]);
    const { coupon_id, stock_id, ...rest } = coupon ?? {};
    expect([coupon_id, stock_id].map((id) => /^\d+$/.test(String(id)))).to.deep.equal([true, true]);
    expect(rest).to.deep.equal({
      name: '微信支付代金券',
      scope: 'GLOBAL',
      type: 'CASH',
      amount: 90,
      wechatpay_contribute: 90,
      merchant_contribute: 0,
      other_contribute: 0,
      currency: 'CNY',
    });
    await receiver.until(1);
    const { resource } = JSON.parse(receiver.received[0]?.body ?? '') as NotificationEnvelope;
    expect(JSON.parse(openResource(resource, wechat.simulator.credentials.apiV3Key))).to.deep.equal(json);
    expect((await wechat.control.order(outTradeNo)).coupon_fen).to.equal(90);
  });

  it('leaves something for the payer to pay', async () => {
    const order = aNativeOrder(wechat.simulator.credentials);
    await wechat.merchant.native(order);
    expect((await wechat.control.pay(order.out_trade_no, { coupon_fen: 990 })).status).to.equal(409);
    expect((await wechat.control.pay(order.out_trade_no, { coupon_fen: -1 })).status).to.equal(400);
    expect((await wechat.merchant.query(order.out_trade_no)).json['trade_state']).to.equal('NOTPAY');
    expect((await wechat.control.pay(order.out_trade_no, { coupon_fen: 989, notify: false })).status).to.equal(200);
  });

  it('is refunded to the payer and to the coupon in proportion, to the last fen', async () => {
    const order = await aPaidOrder(wechat, { order: { amount: { total: 1000 } }, pay: { coupon_fen: 100 } });
    const parts: unknown[] = [];
    for (const refund of [333, 333, 334]) {
      const { json } = await wechat.merchant.refund(aRefund(order, { refund, total: 1000 }));
      const { payer_refund, discount_refund, refund_fee, payer_total } = json['amount'] as Record<string, number>;
      const [promotion] = json['promotion_detail'] as Record<string, unknown>[];
      expect(promotion).to.deep.include({
        scope: 'GLOBAL',
        type: 'COUPON',
        amount: 100,
        refund_amount: discount_refund,
      });
      parts.push([payer_total, payer_refund, discount_refund, refund_fee]);
    }
    expect(parts).to.deep.equal([
      [900, 300, 33, 1],
      [900, 300, 33, 2],
      [900, 300, 34, 3],
    ]);
  });

  it('gives nothing twice where a closed refund is followed by another', async () => {
    const order = await aPaidOrder(wechat, { order: { amount: { total: 3 } }, pay: { coupon_fen: 1 } });
    const requests = [1, 1, 1].map((refund) => aRefund(order, { refund, total: 3 }));
    for (const request of requests) await wechat.merchant.refund(request);
    await wechat.control.post(`/refunds/${requests[0]?.out_refund_no}/complete`, { status: 'CLOSED' });
    const { json } = await wechat.merchant.refund(aRefund(order, { refund: 1, total: 3 }));
    expect(json['amount']).to.include({ payer_refund: 1, discount_refund: 0 });
  });
});
