import { expect } from 'chai';
import { usePushReceiver } from './support/push-receiver.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { weixinClient } from './support/weixin-client.ts';
import { anOpenXpayOrder, anXpayOrder } from './support/xpay-order.ts';

type Push = Record<string, unknown>;

describe('An order of virtual payment', () => {
  const wechat = useSimulatedWechat({ notifyTimeoutMs: 150 });
  const receiver = usePushReceiver();
  const api = () => weixinClient(wechat.simulator);
  const view = async (outTradeNo: string) => (await wechat.control.get(`/xpay/orders/${outTradeNo}`)).json;
  const pay = (outTradeNo: string, choice: object = {}) =>
    wechat.control.post(`/xpay/orders/${outTradeNo}/pay`, choice);
  const query = (openid: string, reference: object, env = 0) =>
    api().xpay('query_order', { openid, env, ...reference });
  const latest = () => JSON.parse(receiver.received.at(-1)?.body ?? '{}') as Push;

  beforeEach(() => wechat.control.put('/push', { app: 'miniprogram', url: receiver.url }));

  it('is paid, pushed, and delivered by a good answer', async () => {
    const { outTradeNo, openid, wxOrderId } = await anXpayOrder(wechat, { attach: 'ord_1' });
    const { ToUserName, FromUserName, CreateTime, WeChatPayInfo, ...message } = latest();
    expect(ToUserName).to.match(/^gh_[\da-f]{12}$/);
    expect(FromUserName).to.not.equal(openid);
    expect(CreateTime).to.be.closeTo(Date.now() / 1000, 5);
    expect(message).to.deep.equal({
      MsgType: 'event',
      Event: 'xpay_goods_deliver_notify',
      OpenId: openid,
      OutTradeNo: outTradeNo,
      Env: 0,
      GoodsInfo: { ProductId: 'p100', Quantity: 1, OrigPrice: 990, ActualPrice: 990, Attach: 'ord_1' },
    });
    const { order } = (await query(openid, { order_id: outTradeNo })) as { order: Push };
    expect(order).to.include({ status: 4, wx_order_id: wxOrderId, order_fee: 990, paid_fee: 990, left_fee: 990 });
    expect(WeChatPayInfo).to.deep.equal({
      MchOrderNo: order['channel_order_id'],
      TransactionId: order['wxpay_order_id'],
      PaidTime: order['paid_time'],
    });
    expect(order['provide_time']).to.be.at.least(Number(order['paid_time']));
  });

  it('tells the server what it is', async () => {
    const { outTradeNo, openid, wxOrderId } = await anXpayOrder(wechat, { attach: 'ord_2' });
    const byOwn = await query(openid, { order_id: outTradeNo });
    expect(byOwn).to.include({ errcode: 0, errmsg: 'ok' });
    expect(byOwn['order']).to.include({
      order_id: outTradeNo,
      order_type: 0,
      env_type: 1,
      biz_meta: '{"attach":"ord_2"}',
    });
    expect((await query(openid, { wx_order_id: wxOrderId }))['order']).to.deep.equal(byOwn['order']);
  });

  it('waits in status 2 for a good answer, which may come late', async () => {
    receiver.reply({ body: '{"ErrCode":1,"ErrMsg":"busy"}' }, { body: '{"ErrCode":0}' });
    const { outTradeNo } = await anXpayOrder(wechat);
    expect(await view(outTradeNo)).to.include({ status: 2, provide_time: 0 });
    await wechat.control.advance(15);
    expect((await view(outTradeNo))['status']).to.equal(4);
  });

  it('is delivered by notify_provide_goods, told once or twice', async () => {
    const { outTradeNo, openid } = await anXpayOrder(wechat, {}, { notify: false });
    expect(receiver.received).to.have.length(0);
    expect((await view(outTradeNo))['status']).to.equal(2);
    const provide = () => api().xpay('notify_provide_goods', { openid, order_id: outTradeNo, env: 0 });
    expect(await provide()).to.deep.equal({ errcode: 0, errmsg: 'ok' });
    const delivered = await view(outTradeNo);
    expect(delivered['status']).to.equal(4);
    await wechat.control.advance(60);
    expect((await provide())['errcode']).to.equal(0);
    expect((await view(outTradeNo))['provide_time']).to.equal(delivered['provide_time']);
  });

  it('is not delivered before it is paid', async () => {
    const { outTradeNo } = await anOpenXpayOrder(wechat);
    const content = { order_id: outTradeNo, env: 0 };
    expect((await api().xpay('notify_provide_goods', content))['errcode']).to.equal(268490002);
  });

  it('can have its push repeated by hand, and a withheld one made', async () => {
    const { outTradeNo } = await anXpayOrder(wechat, {}, { notify: false });
    const repeat = (content: object) => wechat.control.post(`/xpay/orders/${outTradeNo}/notifications`, content);
    expect((await repeat({ times: 2, fault: 'bad_signature' })).json).to.deep.equal({ statuses: [200, 200] });
    expect((await view(outTradeNo))['status']).to.equal(2);
    expect((await repeat({})).json).to.deep.equal({ statuses: [200] });
    expect((await view(outTradeNo))['status']).to.equal(4);
    expect((await repeat({ times: 0 })).status).to.equal(400);
    const { outTradeNo: unpaid } = await anOpenXpayOrder(wechat);
    expect((await wechat.control.post(`/xpay/orders/${unpaid}/notifications`)).status).to.equal(409);
    expect((await wechat.control.post('/xpay/orders/unknown1/notifications')).status).to.equal(404);
  });

  it('with a coupon is paid less, and only that can go back', async () => {
    const { outTradeNo } = await anXpayOrder(wechat, {}, { coupon_fen: 90 });
    expect(await view(outTradeNo)).to.include({ order_fee: 990, coupon_fee: 90, paid_fee: 900, left_fee: 900 });
    expect(latest()['GoodsInfo']).to.include({ OrigPrice: 990, ActualPrice: 900 });
    const { outTradeNo: other } = await anOpenXpayOrder(wechat);
    expect((await pay(other, { coupon_fen: 990 })).status).to.equal(409);
  });

  it('is paid once', async () => {
    const { outTradeNo } = await anXpayOrder(wechat);
    expect((await pay(outTradeNo)).status).to.equal(409);
    expect((await wechat.control.post(`/xpay/orders/${outTradeNo}/cancel`)).status).to.equal(409);
    expect((await pay('unknown1')).status).to.equal(404);
  });

  it('that is cancelled stays open, and the cancelling is kept', async () => {
    const { outTradeNo } = await anOpenXpayOrder(wechat);
    expect((await wechat.control.post(`/xpay/orders/${outTradeNo}/cancel`)).status).to.equal(200);
    const { status, cancelled_at } = await view(outTradeNo);
    expect(status).to.equal(1);
    expect(cancelled_at).to.have.length(1);
    expect((await pay(outTradeNo)).status).to.equal(200);
  });

  it('closes by itself after two hours', async () => {
    const { outTradeNo, openid, params } = await anOpenXpayOrder(wechat);
    await wechat.control.advance(7195);
    expect((await view(outTradeNo))['status']).to.equal(1);
    await wechat.control.advance(6);
    expect((await query(openid, { order_id: outTradeNo }))['order']).to.include({ status: 6 });
    expect((await pay(outTradeNo)).status).to.equal(409);
    const { json } = await wechat.control.post('/request-virtual-payment', { openid, params });
    expect(json['errCode']).to.equal(-15002);
  });

  it('is found by its buyer, in its environment, under one number', async () => {
    const { outTradeNo, openid, wxOrderId } = await anXpayOrder(wechat);
    const { openid: other } = await wechat.control.login('somebody-else');
    const unknown = await query(openid, { order_id: 'unknown1' });
    expect(unknown).to.include({ errcode: 268490002, order: null });
    expect(unknown['errmsg']).to.match(/^数据不存在 rid: /);
    expect((await query(other, { order_id: outTradeNo }))['errcode']).to.equal(268490002);
    expect((await query(openid, { order_id: outTradeNo }, 1))['errcode']).to.equal(268490002);
    expect((await query(openid, {}))['errcode']).to.equal(268490002);
    expect((await query(openid, { order_id: outTradeNo, wx_order_id: wxOrderId }))['errcode']).to.equal(268490002);
    expect((await query('o-nobody', { order_id: outTradeNo }))['errcode']).to.equal(268490001);
  });

  it('is told to nobody without the right pay_sig and token', async () => {
    const { outTradeNo: order_id, openid } = await anXpayOrder(wechat);
    const content = { openid, order_id, env: 0 };
    expect((await api().xpay('query_order', content, { paySig: '' }))['errcode']).to.equal(268490003);
    expect((await api().xpay('query_order', content, { paySig: 'f'.repeat(64) }))['errcode']).to.equal(268490003);
    expect((await api().xpay('query_order', content, { token: 'x' }))['errcode']).to.equal(40001);
    expect((await api().xpay('query_order', { ...content, env: 2 }))['errcode']).to.equal(268490002);
  });

  it('stands in the list of all', async () => {
    const { outTradeNo } = await anOpenXpayOrder(wechat);
    const { orders } = (await wechat.control.get('/xpay/orders')).json as { orders: Push[] };
    expect(orders.at(-1)).to.include({ order_id: outTradeNo });
    expect((await wechat.control.get('/xpay/orders/unknown1')).status).to.equal(404);
  });

  it('is the same after a restart', async () => {
    const { outTradeNo } = await anXpayOrder(wechat);
    const before = await view(outTradeNo);
    await wechat.restart();
    expect(await view(outTradeNo)).to.deep.equal(before);
  });
});
