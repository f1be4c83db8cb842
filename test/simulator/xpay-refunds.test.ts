import { expect } from 'chai';
import { usePushReceiver } from './support/push-receiver.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { weixinClient } from './support/weixin-client.ts';
import { anOpenXpayOrder, anXpayOrder } from './support/xpay-order.ts';

type Fields = Record<string, unknown>;

describe('A refund of virtual payment', () => {
  const wechat = useSimulatedWechat({ notifyTimeoutMs: 150 });
  const receiver = usePushReceiver();
  const api = () => weixinClient(wechat.simulator);
  let refunds = 0;
  const refund = (openid: string, order_id: string, changes: object = {}) => {
    refunds += 1;
    const usual = { left_fee: 990, refund_fee: 990, biz_meta: 'why', refund_reason: '3', req_from: '1' };
    const content = { openid, order_id, refund_order_id: `refund-${1000 + refunds}`, env: 0, ...usual, ...changes };
    return api().xpay('refund_order', content);
  };
  const query = async (openid: string, order_id: unknown) =>
    (await api().xpay('query_order', { openid, order_id, env: 0 }))['order'] as Fields;
  const uninvited = (outTradeNo: string, content: object) =>
    wechat.control.post(`/xpay/orders/${outTradeNo}/refund`, content);
  const pushes = (outTradeNo: string) =>
    receiver.received
      .map(({ body }) => JSON.parse(body) as Fields)
      .filter(({ Event, MchOrderId }) => Event === 'xpay_refund_notify' && MchOrderId === outTradeNo);

  beforeEach(async () => {
    await wechat.control.put('/push', { app: 'miniprogram', url: receiver.url });
    await wechat.control.put('/xpay/refund-plan', { delay_seconds: 60, outcome: 'refunded' });
  });

  it('is accepted, under way, and then found as refunded, as is its order', async () => {
    const { openid, outTradeNo, wxOrderId } = await anXpayOrder(wechat);
    const accepted = await refund(openid, outTradeNo);
    expect(accepted).to.deep.include({
      errcode: 0,
      errmsg: 'ok',
      pay_order_id: outTradeNo,
      pay_wx_order_id: wxOrderId,
    });
    const number = accepted['refund_order_id'];
    const underWay = await query(openid, number);
    expect(underWay).to.include({ order_type: 1, status: 1, refund_fee: 990, biz_meta: 'why', paid_time: 0 });
    expect(underWay['wx_order_id']).to.equal(accepted['refund_wx_order_id']);
    expect(await query(openid, outTradeNo)).to.include({ status: 4, left_fee: 990 });
    await wechat.control.advance(60);
    expect(await query(openid, number)).to.include({ order_type: 1, status: 5 });
    expect(await query(openid, outTradeNo)).to.include({ status: 5, left_fee: 0 });
  });

  it('is pushed when it has ended', async () => {
    const { openid, outTradeNo, wxOrderId } = await anXpayOrder(wechat);
    const accepted = await refund(openid, outTradeNo, { refund_fee: 100 });
    expect(pushes(outTradeNo)).to.deep.equal([]);
    await wechat.control.advance(60);
    const [message] = pushes(outTradeNo);
    const { ToUserName, FromUserName, CreateTime, ...fields } = message ?? expect.fail('nothing was pushed');
    expect([ToUserName, FromUserName, CreateTime]).to.not.include(undefined);
    const { paid_time, create_time, wxpay_order_id } = await query(openid, accepted['refund_order_id']);
    expect(fields).to.deep.equal({
      MsgType: 'event',
      Event: 'xpay_refund_notify',
      OpenId: openid,
      WxRefundId: accepted['refund_wx_order_id'],
      MchRefundId: accepted['refund_order_id'],
      WxOrderId: wxOrderId,
      MchOrderId: outTradeNo,
      RefundFee: 100,
      RetCode: 0,
      RetMsg: 'success',
      RefundStartTimestamp: create_time,
      RefundSuccTimestamp: paid_time,
      WxpayRefundTransactionId: wxpay_order_id,
      RetryTimes: 0,
    });
    expect(Number(paid_time) - Number(create_time)).to.equal(60);
  });

  it('counts the repetitions of its push', async () => {
    const { openid, outTradeNo } = await anXpayOrder(wechat);
    receiver.reply({ status: 500 }, { status: 500 }, { body: '{"ErrCode":0}' });
    await refund(openid, outTradeNo);
    await wechat.control.advance(3600);
    expect(pushes(outTradeNo).map(({ RetryTimes }) => RetryTimes)).to.deep.equal([0, 1, 2]);
  });

  it('of a part leaves the rest', async () => {
    const { openid, outTradeNo } = await anXpayOrder(wechat);
    await refund(openid, outTradeNo, { refund_fee: 400 });
    await wechat.control.advance(60);
    expect(await query(openid, outTradeNo)).to.include({ status: 4, left_fee: 590 });
    expect((await refund(openid, outTradeNo, { refund_fee: 590 }))['errcode']).to.equal(268490016);
    expect((await refund(openid, outTradeNo, { left_fee: 590, refund_fee: 590 }))['errcode']).to.equal(0);
    await wechat.control.advance(60);
    expect(await query(openid, outTradeNo)).to.include({ status: 5, left_fee: 0 });
    expect((await refund(openid, outTradeNo, { left_fee: 0, refund_fee: 1 }))['errcode']).to.equal(268490005);
  });

  it('fails when it is planned to', async () => {
    await wechat.control.put('/xpay/refund-plan', { outcome: 'failed', delay_seconds: 0 });
    const { openid, outTradeNo } = await anXpayOrder(wechat);
    const number = (await refund(openid, outTradeNo))['refund_order_id'];
    await wechat.control.advance(0);
    expect(await query(openid, number)).to.include({ order_type: 1, status: 7, paid_time: 0 });
    expect(await query(openid, outTradeNo)).to.include({ status: 4, left_fee: 990 });
    expect(pushes(outTradeNo)[0]).to.include({ RetCode: 1 });
    await wechat.control.put('/xpay/refund-plan', { outcome: 'refunded' });
    expect((await refund(openid, outTradeNo))['errcode']).to.equal(0);
  });

  it('goes by the plan of the moment of its request', async () => {
    const { openid, outTradeNo } = await anXpayOrder(wechat);
    const number = (await refund(openid, outTradeNo))['refund_order_id'];
    await wechat.control.put('/xpay/refund-plan', { outcome: 'failed' });
    await wechat.control.advance(60);
    expect((await query(openid, number))['status']).to.equal(5);
  });

  it('is made once under one number, whatever became of it', async () => {
    const { openid, outTradeNo } = await anXpayOrder(wechat);
    const refund_order_id = 'the-one-and-only';
    expect((await refund(openid, outTradeNo, { refund_order_id }))['errcode']).to.equal(0);
    expect((await refund(openid, outTradeNo, { refund_order_id }))['errcode']).to.equal(268490004);
    await wechat.control.advance(60);
    expect((await refund(openid, outTradeNo, { refund_order_id }))['errcode']).to.equal(268490004);
    expect((await refund(openid, outTradeNo, { refund_order_id, refund_fee: 1 }))['errcode']).to.equal(268490002);
    expect(pushes(outTradeNo)).to.have.length(1);
  });

  it('waits for the one that is under way', async () => {
    const { openid, outTradeNo } = await anXpayOrder(wechat);
    await refund(openid, outTradeNo, { refund_fee: 100 });
    expect((await refund(openid, outTradeNo, { refund_fee: 100 }))['errcode']).to.equal(268490014);
  });

  const refusals: readonly (readonly [string, object, number])[] = [
    ['more than is left', { refund_fee: 991 }, 268490002],
    ['another left_fee', { left_fee: 991 }, 268490016],
    ['nothing', { refund_fee: 0 }, 268490002],
    ['a short number', { refund_order_id: 'short_7' }, 268490002],
    ['a number with a star', { refund_order_id: 'refund*1000' }, 268490002],
    ['an unknown reason', { refund_reason: '6' }, 268490002],
    ['a reason that is a number', { refund_reason: 3 }, 268490002],
    ['an unknown source', { req_from: '4' }, 268490002],
    ['no biz_meta', { biz_meta: undefined }, 268490002],
    ['an unknown order', { order_id: 'unknown1' }, 268490002],
    ['both numbers', { wx_order_id: 'VPO1' }, 268490002],
    ['an unknown buyer', { openid: 'o-nobody' }, 268490001],
  ];
  for (const [what, changes, errcode] of refusals) {
    it(`is refused for ${what}`, async () => {
      const { openid, outTradeNo } = await anXpayOrder(wechat);
      expect((await refund(openid, outTradeNo, changes))['errcode']).to.equal(errcode);
    });
  }

  it('is refused for an order that is not paid', async () => {
    const { openid, outTradeNo } = await anOpenXpayOrder(wechat);
    expect((await refund(openid, outTradeNo))['errcode']).to.equal(268490002);
  });

  it('is settled after a restart that came in between, and once', async () => {
    const { openid, outTradeNo } = await anXpayOrder(wechat);
    const number = (await refund(openid, outTradeNo))['refund_order_id'];
    await wechat.control.advance(30);
    await wechat.restart();
    expect((await query(openid, number))['status']).to.equal(1);
    await wechat.control.advance(30);
    expect((await query(openid, number))['status']).to.equal(5);
    await wechat.restart();
    await wechat.control.advance(3600);
    expect(await query(openid, outTradeNo)).to.include({ left_fee: 0 });
    expect(pushes(outTradeNo)).to.have.length(1);
  });

  it('that Apple made comes uninvited, with a push', async () => {
    const { openid, outTradeNo } = await anXpayOrder(wechat);
    const { json } = await uninvited(outTradeNo, { amount_fen: 300, by: 'apple' });
    expect(await query(openid, outTradeNo)).to.include({ status: 4, left_fee: 690 });
    expect(await query(openid, json['refund_order_id'])).to.include({ order_type: 8, status: 5, refund_fee: 300 });
    await wechat.control.advance(0);
    expect(pushes(outTradeNo)).to.have.length(1);
    expect(pushes(outTradeNo)[0]).to.include({
      MchRefundId: json['refund_order_id'],
      WxRefundId: json['refund_wx_order_id'],
      RefundFee: 300,
      RetCode: 0,
    });
  });

  it('made in the console may come without a push, and takes all that is left', async () => {
    const { openid, outTradeNo } = await anXpayOrder(wechat);
    expect((await uninvited(outTradeNo, { amount_fen: 990, by: 'console', notify: false })).status).to.equal(200);
    await wechat.control.advance(3600);
    expect(pushes(outTradeNo)).to.deep.equal([]);
    expect(await query(openid, outTradeNo)).to.include({ status: 5, left_fee: 0 });
    const provide = { order_id: outTradeNo, env: 0 };
    expect((await api().xpay('notify_provide_goods', provide))['errcode']).to.equal(268490005);
  });

  it('cannot be more than is left, whoever makes it', async () => {
    const { openid, outTradeNo } = await anXpayOrder(wechat);
    expect((await uninvited(outTradeNo, { amount_fen: 991, by: 'apple' })).status).to.equal(409);
    expect((await uninvited('unknown1', { amount_fen: 1, by: 'apple' })).status).to.equal(404);
    const number = (await refund(openid, outTradeNo, { refund_fee: 500 }))['refund_order_id'];
    await uninvited(outTradeNo, { amount_fen: 600, by: 'apple' });
    await wechat.control.advance(60);
    expect((await query(openid, number))['status']).to.equal(7);
    expect(await query(openid, outTradeNo)).to.include({ status: 4, left_fee: 390 });
  });

  it('is shown with its order', async () => {
    const { outTradeNo } = await anXpayOrder(wechat);
    await uninvited(outTradeNo, { amount_fen: 10, by: 'console' });
    const { json } = await wechat.control.get(`/xpay/orders/${outTradeNo}`);
    expect((json['refunds'] as Fields[])[0]).to.include({ by: 'console', refund_fee: 10, status: 5 });
  });
});
