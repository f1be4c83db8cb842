import { expect } from 'chai';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { weixinClient } from './support/weixin-client.ts';
import { anOpenXpayOrder, anXpayOrder, aSession, aSignData, virtualPaymentParams } from './support/xpay-order.ts';

describe('Goods of virtual payment', () => {
  const wechat = useSimulatedWechat();
  const call = (name: string, content: object = {}, env = 0) =>
    weixinClient(wechat.simulator).xpay(name, { ...content, env });
  const item = (id: string, changes: object = {}) => ({
    id,
    name: '积分包',
    price: 990,
    remark: '1000点',
    item_url: 'https://example.com/item.png',
    ...changes,
  });
  const upload = (...items: object[]) => call('start_upload_goods', { upload_item: items });
  const publish = (...ids: string[]) => call('start_publish_goods', { publish_item: ids.map((id) => ({ id })) });
  const errCodeFor = async (productId: string, goodsPrice = 990) => {
    const { openid, sessionKey } = await aSession(wechat, 'alice');
    const { credentials } = wechat.simulator;
    const signData = JSON.stringify(aSignData(credentials, { productId, goodsPrice }));
    const params = virtualPaymentParams(credentials, signData, sessionKey);
    return (await wechat.control.post('/request-virtual-payment', { openid, params })).json['errCode'];
  };

  beforeEach(() => wechat.control.put('/xpay/goods', { products: [], delay_seconds: 1800 }));

  it('are uploaded in half an hour, published in another, and then sold', async () => {
    const id = 'gold-1';
    expect(await upload(item(id))).to.deep.equal({ errcode: 0, errmsg: 'ok' });
    expect(await call('query_upload_goods')).to.deep.include({
      status: 1,
      upload_item: [{ ...item(id), upload_status: 0 }],
    });
    await wechat.control.advance(1800);
    expect(await call('query_upload_goods')).to.deep.include({
      status: 3,
      upload_item: [{ ...item(id), upload_status: 2 }],
    });
    expect(await errCodeFor(id)).to.equal(-15010);
    await publish(id);
    expect(await call('query_publish_goods')).to.deep.include({ status: 1, publish_item: [{ id, publish_status: 0 }] });
    expect(await errCodeFor(id)).to.equal(-15014);
    await wechat.restart();
    await wechat.control.advance(1800);
    expect(await call('query_publish_goods')).to.deep.include({ status: 3, publish_item: [{ id, publish_status: 2 }] });
    await anOpenXpayOrder(wechat, { productId: id });
    expect(await errCodeFor(id, 991)).to.equal(-15013);
  });

  it('of an id that exists keep their price, and the task has failed in part', async () => {
    await wechat.control.put('/xpay/goods', { products: [{ product_id: 'old', price_fen: 100 }], delay_seconds: 0 });
    await upload(item('old', { price: 200 }), item('new'));
    const { status, upload_item } = await call('query_upload_goods');
    expect(status).to.equal(2);
    const states = (upload_item as { upload_status: number }[]).map(({ upload_status }) => upload_status);
    expect(states).to.deep.equal([1, 2]);
    expect(await errCodeFor('old', 200)).to.equal(-15013);
    expect(await errCodeFor('old', 100)).to.equal(undefined);
  });

  it('are not published before they are uploaded, nor twice', async () => {
    await wechat.control.put('/xpay/goods', { products: [{ product_id: 'sold', price_fen: 100 }] });
    await upload(item('slow'));
    await wechat.control.put('/xpay/goods', { delay_seconds: 0 });
    await publish('sold', 'slow', 'unknown');
    expect(await call('query_publish_goods')).to.deep.include({
      status: 2,
      publish_item: [
        { id: 'sold', publish_status: 1 },
        { id: 'slow', publish_status: 3 },
        { id: 'unknown', publish_status: 3 },
      ],
    });
  });

  it('have one task at a time, in each environment', async () => {
    const sandbox = (name: string, content: object = {}) => call(name, content, 1);
    expect(await sandbox('query_upload_goods')).to.deep.include({ status: 0, upload_item: [] });
    expect(await sandbox('query_publish_goods')).to.deep.include({ status: 0, publish_item: [] });
    await sandbox('start_upload_goods', { upload_item: [item('a')] });
    const again = await sandbox('start_upload_goods', { upload_item: [item('b')] });
    expect(again['errcode']).to.equal(268490012);
    await sandbox('start_publish_goods', { publish_item: [{ id: 'a' }] });
    expect((await sandbox('start_publish_goods', { publish_item: [{ id: 'a' }] }))['errcode']).to.equal(268490012);
    // Nothing is known in the real environment, so everything is sold there.
    expect(await errCodeFor('anything')).to.equal(undefined);
  });

  const wrong: readonly (readonly [string, string, object])[] = [
    ['no items', 'start_upload_goods', { upload_item: [] }],
    ['no price', 'start_upload_goods', { upload_item: [item('x', { price: 0 })] }],
    ['a picture without an address', 'start_upload_goods', { upload_item: [item('x', { item_url: 'x.png' })] }],
    ['the same id twice', 'start_upload_goods', { upload_item: [item('x'), item('x')] }],
    ['nothing to publish', 'start_publish_goods', {}],
  ];
  for (const [what, name, content] of wrong) {
    it(`are refused for ${what}`, async () => {
      expect((await call(name, content, 1))['errcode']).to.equal(268490002);
    });
  }
});

describe('The bill of virtual payment', () => {
  const wechat = useSimulatedWechat();
  const call = (begin_ds: number, end_ds: number, env = 0) =>
    weixinClient(wechat.simulator).xpay('download_bill', { begin_ds, end_ds, env });
  const today = async (): Promise<number> => {
    const { json } = await wechat.control.advance(0);
    return Number(String(json['now']).slice(0, 10).replaceAll('-', ''));
  };

  it('is made within a minute and has payments and refunds of its days', async () => {
    await anXpayOrder(wechat, { env: 1 });
    const { outTradeNo, wxOrderId } = await anXpayOrder(wechat, { buyQuantity: 2 });
    await anOpenXpayOrder(wechat);
    const { json } = await wechat.control.post(`/xpay/orders/${outTradeNo}/refund`, {
      amount_fen: 1205,
      by: 'console',
    });
    const day = await today();
    await wechat.control.advance(2 * 86_400);
    await anXpayOrder(wechat);
    expect((await call(day, day))['errcode']).to.equal(268490011);
    expect((await call(day, day))['errcode']).to.equal(268490011);
    await wechat.restart();
    await wechat.control.advance(60);
    const { errcode, url } = await call(day, day);
    expect(errcode).to.equal(0);
    const response = await fetch(String(url));
    expect(response.headers.get('content-type')).to.match(/^text\/csv/);
    const [header, ...lines] = (await response.text()).split('\r\n');
    expect(header).to.equal('时间,类型,商户单号,微信单号,退款单号,道具ID,数量,金额(元)');
    expect(lines.map((line) => line.split(',').slice(1))).to.deep.equal([
      ['支付', outTradeNo, wxOrderId, '', 'p100', '2', '19.80'],
      ['退款', outTradeNo, wxOrderId, String(json['refund_order_id']), 'p100', '2', '12.05'],
      [],
    ]);
  });

  it('is refused for days in the wrong order, and unknown under another address', async () => {
    expect((await call(20_260_102, 20_260_101))['errcode']).to.equal(268490002);
    expect((await call(2026, 20_260_101))['errcode']).to.equal(268490002);
    expect((await fetch(`${wechat.simulator.url}/xpay/bills/unknown`)).status).to.equal(404);
  });
});
