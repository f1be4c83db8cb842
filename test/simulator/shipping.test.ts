import { expect } from 'chai';
import { aJsapiOrder, aNativeOrder } from './support/order-builder.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { weixinClient } from './support/weixin-client.ts';

type Paid = { readonly openid: string; readonly outTradeNo: string; readonly transactionId: string };

describe('Shipping information', () => {
  const wechat = useSimulatedWechat();
  const api = () => weixinClient(wechat.simulator);
  const aPayment = async (waitSeconds = 10): Promise<Paid> => {
    const { openid } = await wechat.control.login('alice');
    const order = aJsapiOrder(wechat.simulator.credentials, openid);
    await wechat.merchant.jsapi(order);
    const { json } = await wechat.control.pay(order.out_trade_no, { notify: false });
    await wechat.control.advance(waitSeconds);
    return { openid, outTradeNo: order.out_trade_no, transactionId: String(json['transaction_id']) };
  };
  let uploads = 0;
  const anUpload = ({ openid, transactionId }: Paid, changes: object = {}) => {
    uploads += 1;
    return {
      order_key: { order_number_type: 2, transaction_id: transactionId },
      logistics_type: 3,
      delivery_mode: 1,
      shipping_list: [{ item_desc: 'API积分包 1000点*1' }],
      upload_time: new Date(Date.UTC(2022, 11, 15, 5, 29, uploads)).toISOString().replace('Z', '+00:00'),
      payer: { openid },
      ...changes,
    };
  };
  const upload = (paid: Paid, changes: object = {}) =>
    api().post('/wxa/sec/order/upload_shipping_info', anUpload(paid, changes));
  const anItem = (item_desc: string) => ({ shipping_list: [{ item_desc }] });
  const getOrder = (content: object) => api().post('/wxa/sec/order/get_order', content);
  const view = async ({ transactionId }: Paid) => (await wechat.control.get(`/shipping/${transactionId}`)).json;

  it('is taken for a payment in the mini-program, by transaction id', async () => {
    const paid = await aPayment();
    expect(await upload(paid)).to.deep.equal({ errcode: 0, errmsg: 'ok' });
    const { order_state, uploads: shown } = await view(paid);
    expect(order_state).to.equal(2);
    expect(shown).to.have.length(1);
    expect((shown as object[])[0]).to.deep.include({ logistics_type: 3, delivery_mode: 1, is_complete: true });
  });

  it('is taken by the merchant’s own number', async () => {
    const paid = await aPayment();
    const { mchid } = wechat.simulator.credentials;
    const order_key = { order_number_type: 1, mchid, out_trade_no: paid.outTradeNo };
    const foreign = { order_key: { ...order_key, mchid: '1' } };
    expect((await upload(paid, foreign))['errcode']).to.equal(10060001);
    expect((await upload(paid, { order_key }))['errcode']).to.equal(0);
  });

  it('comes too early within ten seconds of the payment', async () => {
    const paid = await aPayment(8);
    const refused = await upload(paid);
    expect(refused['errcode']).to.equal(10060001);
    expect(refused['errmsg']).to.match(/^支付单不存在 rid: /);
    await wechat.control.advance(3);
    expect((await upload(paid))['errcode']).to.equal(0);
  });

  it('is not taken for a Native payment, an unpaid order or an unknown one', async () => {
    const native = aNativeOrder(wechat.simulator.credentials);
    await wechat.merchant.native(native);
    const { json } = await wechat.control.pay(native.out_trade_no, { notify: false });
    await wechat.control.advance(60);
    const { openid } = await wechat.control.login('scanner');
    const scanned = { openid, outTradeNo: native.out_trade_no, transactionId: String(json['transaction_id']) };
    expect((await upload(scanned))['errcode']).to.equal(10060001);
    expect((await upload({ ...scanned, transactionId: '4200' }))['errcode']).to.equal(10060001);
    const unpaid = aJsapiOrder(wechat.simulator.credentials, openid);
    await wechat.merchant.jsapi(unpaid);
    const { mchid } = wechat.simulator.credentials;
    const order_key = { order_number_type: 1, mchid, out_trade_no: unpaid.out_trade_no };
    expect((await upload(scanned, { order_key }))['errcode']).to.equal(10060001);
  });

  it('can be corrected once', async () => {
    const paid = await aPayment();
    await upload(paid, anItem('first'));
    expect((await upload(paid, anItem('second')))['errcode']).to.equal(0);
    expect((await upload(paid, anItem('third')))['errcode']).to.equal(10060002);
    expect((await view(paid))['uploads']).to.have.length(2);
  });

  it('is not corrected by saying the same again', async () => {
    const paid = await aPayment();
    await upload(paid);
    expect((await upload(paid))['errcode']).to.equal(10060023);
    expect((await upload(paid, anItem('second')))['errcode']).to.equal(0);
  });

  it('is corrected by a later upload only', async () => {
    const paid = await aPayment();
    const upload_time = '2022-12-15T13:29:35.120+08:00';
    await upload(paid, { ...anItem('first'), upload_time });
    expect((await upload(paid, { ...anItem('second'), upload_time }))['errcode']).to.equal(10060014);
  });

  it('in several parcels is complete with the last', async () => {
    const paid = await aPayment();
    const parcel = (tracking_no: string) => ({ tracking_no, express_company: 'STO', item_desc: 'box' });
    const split = (is_all_delivered: boolean, ...shipping_list: object[]) =>
      upload(paid, { logistics_type: 1, delivery_mode: 2, is_all_delivered, shipping_list });
    expect((await split(false, parcel('1')))['errcode']).to.equal(0);
    expect((await view(paid))['order_state']).to.equal(1);
    expect((await split(true, parcel('1'), parcel('2')))['errcode']).to.equal(0);
    expect((await view(paid))['order_state']).to.equal(2);
  });

  const parcels = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      tracking_no: `${index}`,
      express_company: 'STO',
      item_desc: 'box',
    }));
  const split = { logistics_type: 1, delivery_mode: 2, is_all_delivered: true };
  const wrong: readonly (readonly [string, object, number])[] = [
    ['an unknown kind of number', { order_key: { order_number_type: 3, transaction_id: '4200' } }, 268485194],
    ['no transaction id', { order_key: { order_number_type: 2 } }, 268485195],
    ['no mchid', { order_key: { order_number_type: 1, out_trade_no: 'x' } }, 268485196],
    ['no out_trade_no', { order_key: { order_number_type: 1, mchid: '1' } }, 268485197],
    ['an unknown way of delivery', { logistics_type: 5 }, 10060005],
    ['an unknown mode', { delivery_mode: 3 }, 268485224],
    ['two parcels as one', { shipping_list: [{ item_desc: 'a' }, { item_desc: 'b' }] }, 268485228],
    ['no parcel', { shipping_list: [] }, 268485228],
    ['no parcel of several', { ...split, shipping_list: [] }, 10060014],
    ['sixteen parcels', { ...split, shipping_list: parcels(16) }, 10060024],
    ['several parcels of what is not carried', { ...split, logistics_type: 3 }, 10060006],
    ['several parcels without an end', { ...split, is_all_delivered: undefined, shipping_list: parcels(2) }, 10060007],
    ['no description', anItem(''), 10060008],
    ['121 characters', anItem('字'.repeat(121)), 10060009],
    ['express without a number', { logistics_type: 1 }, 268485226],
    [
      'express without a company',
      { logistics_type: 1, shipping_list: [{ item_desc: 'a', tracking_no: '1' }] },
      268485227,
    ],
    ['a time without an offset', { upload_time: '2022-12-15T13:29:35' }, 268485216],
    ['seconds', { upload_time: '1671082175' }, 268485216],
    ['a day that does not exist', { upload_time: '2022-13-45T13:29:35+08:00' }, 268485216],
    ['another payer', { payer: { openid: 'o-somebody' } }, 10060031],
    ['no payer', { payer: {} }, 47001],
    ['a list that is none', { shipping_list: { item_desc: 'a' } }, 47001],
  ];
  it('is refused by number for each thing that is wrong with it', async () => {
    const paid = await aPayment();
    for (const [what, changes, errcode] of wrong) {
      expect((await upload(paid, changes))['errcode'], what).to.equal(errcode);
    }
    expect((await upload(paid, anItem('字'.repeat(120))))['errcode']).to.equal(0);
  });

  it('can be asked for', async () => {
    const paid = await aPayment();
    const { mchid } = wechat.simulator.credentials;
    const { order } = (await getOrder({ transaction_id: paid.transactionId })) as { order: Record<string, unknown> };
    expect(order).to.deep.include({
      transaction_id: paid.transactionId,
      merchant_id: mchid,
      merchant_trade_no: paid.outTradeNo,
      openid: paid.openid,
      paid_amount: 990,
      order_state: 1,
      shipping: {},
    });
    await upload(paid);
    const shipped = await getOrder({ merchant_id: mchid, merchant_trade_no: paid.outTradeNo });
    expect(shipped['order']).to.include({ order_state: 2 });
    expect((shipped['order'] as { shipping: object }).shipping).to.deep.include({
      logistics_type: 3,
      delivery_mode: 1,
      finish_shipping: true,
      goods_desc: 'API积分包 1000点*1',
    });
    expect((await getOrder({ transaction_id: '4200' }))['errcode']).to.equal(10060001);
  });

  it('survives a restart, the used correction too', async () => {
    const paid = await aPayment();
    await upload(paid, anItem('first'));
    await upload(paid, anItem('second'));
    const before = await view(paid);
    await wechat.restart();
    expect(await view(paid)).to.deep.equal(before);
    expect((await upload(paid, anItem('third')))['errcode']).to.equal(10060002);
  });

  it('is wanted while trade is managed', async () => {
    const { appid } = wechat.simulator.credentials;
    const isManaged = (content: object) => api().post('/wxa/sec/order/is_trade_managed', content);
    expect(await isManaged({ appid })).to.deep.equal({ errcode: 0, errmsg: 'ok', is_trade_managed: true });
    await wechat.control.put('/trade-managed', { on: false });
    await wechat.restart();
    expect((await isManaged({ appid }))['is_trade_managed']).to.equal(false);
    expect((await isManaged({ appid: 'wx0' }))['errcode']).to.equal(40013);
    expect((await isManaged({}))['errcode']).to.equal(40097);
  });

  it('is shown for known payments only', async () => {
    expect((await wechat.control.get('/shipping/4200')).status).to.equal(404);
  });
});
