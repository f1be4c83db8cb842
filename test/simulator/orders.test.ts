import { expect } from 'chai';
import { aJsapiOrder, aNativeOrder, newOutTradeNo } from './support/order-builder.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';

const inBeijing = (epochMs: number): string => `${new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;

describe('Placing an order', () => {
  const wechat = useSimulatedWechat();
  const anOrder = (changes: object = {}) => aNativeOrder(wechat.simulator.credentials, changes);

  it('for a mini-program answers a prepay_id', async () => {
    const { openid } = await wechat.control.login('alice');
    const { status, json } = await wechat.merchant.jsapi(aJsapiOrder(wechat.simulator.credentials, openid));
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('prepay_id');
    expect(json['prepay_id']).to.match(/^wx\d{14}[0-9a-f]{20}$/);
  });

  it('for a web page answers a code_url', async () => {
    const { status, json } = await wechat.merchant.native(anOrder());
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('code_url');
    expect(json['code_url']).to.match(/^weixin:\/\/wxpay\/bizpayurl\?pr=\w+$/);
  });

  const wrongFields: readonly (readonly [string, object])[] = [
    ['a missing description', { description: undefined }],
    ['a description over 127 characters', { description: 'x'.repeat(128) }],
    ['a number under 6 characters', { out_trade_no: 'T1234' }],
    ['a number over 32 characters', { out_trade_no: 'T'.repeat(33) }],
    ['a number with a slash', { out_trade_no: 'T1234/5678' }],
    ['JSON null', { attach: null }],
    ['an amount of zero', { amount: { total: 0 } }],
    ['an amount in yuan', { amount: { total: 9.9 } }],
    ['an amount as text', { amount: { total: '990' } }],
    ['another currency', { amount: { total: 990, currency: 'USD' } }],
    ['an unknown field', { amount: { total: 990, discount: 1 } }],
    ['a payer, which only JSAPI has', { payer: { openid: 'o1' } }],
    ['a notify_url with a query', { notify_url: 'https://example.com/notify?a=1' }],
    ['a notify_url without a path', { notify_url: 'https://example.com' }],
    ['a notify_url that is not http', { notify_url: 'ftp://example.com/notify' }],
    ['a time_expire with milliseconds', { time_expire: '2026-01-01T00:00:00.000+08:00' }],
    ['a time_expire without an offset', { time_expire: '2026-01-01T00:00:00' }],
  ];
  for (const [what, changes] of wrongFields) {
    it(`refuses ${what} with PARAM_ERROR`, async () => {
      const { status, json } = await wechat.merchant.native(anOrder(changes));
      expect(status).to.equal(400);
      expect(json['code']).to.equal('PARAM_ERROR');
    });
  }

  it('names the fields that are not in the document', async () => {
    const { json } = await wechat.merchant.native(anOrder({ amount: { total: 990, discount: 1 } }));
    expect(json['detail']).to.deep.equal({ location: null, value: ['/body/amount/discount'] });
  });

  it('refuses a body that is not a JSON object', async () => {
    const { status, json } = await wechat.merchant.call('POST', '/v3/pay/transactions/native', '[1]');
    expect([status, json['code']]).to.deep.equal([400, 'PARAM_ERROR']);
  });

  it('refuses an appid that is not bound to the merchant', async () => {
    const { status, json } = await wechat.merchant.native(anOrder({ appid: 'wx0000000000000000' }));
    expect([status, json['code']]).to.deep.equal([400, 'APPID_MCHID_NOT_MATCH']);
  });

  it('refuses an openid of another app', async () => {
    const order = aJsapiOrder(wechat.simulator.credentials, 'oStranger');
    const { status, json } = await wechat.merchant.jsapi(order);
    expect([status, json['code'], json['message']]).to.deep.equal([400, 'PARAM_ERROR', '无效的openid']);
  });

  it('again with identical parameters brings a fresh code_url, whatever the order of fields', async () => {
    const order = anOrder();
    const first = await wechat.merchant.native(order);
    const second = await wechat.merchant.native(Object.fromEntries(Object.entries(order).reverse()));
    expect(second.status).to.equal(200);
    expect(second.json['code_url']).to.not.equal(first.json['code_url']);
  });

  it('again with other parameters is refused with OUT_TRADE_NO_USED', async () => {
    const { openid } = await wechat.control.login('alice');
    const order = anOrder();
    await wechat.merchant.native(order);
    const otherPrice = await wechat.merchant.native({ ...order, amount: { total: 991, currency: 'CNY' } });
    const otherType = await wechat.merchant.jsapi({ ...order, payer: { openid } });
    for (const { status, json } of [otherPrice, otherType]) {
      expect(status).to.equal(403);
      expect(json).to.deep.equal({ code: 'OUT_TRADE_NO_USED', message: '请求重入时，参数与首次请求时不一致' });
    }
  });

  it('with the number of a paid order is refused with ORDERPAID', async () => {
    const order = anOrder();
    await wechat.merchant.native(order);
    await wechat.control.pay(order.out_trade_no, { notify: false });
    const { status, json } = await wechat.merchant.native(order);
    expect([status, json['code']]).to.deep.equal([400, 'ORDERPAID']);
  });

  it('with the number of a closed order is refused with ORDER_CLOSED', async () => {
    const order = anOrder();
    await wechat.merchant.native(order);
    await wechat.merchant.close(order.out_trade_no);
    const { status, json } = await wechat.merchant.native(order);
    expect([status, json['code']]).to.deep.equal([400, 'ORDER_CLOSED']);
  });
});

describe('Querying an order', () => {
  const wechat = useSimulatedWechat();

  it('shows an unpaid one without what only a payment has', async () => {
    const order = aNativeOrder(wechat.simulator.credentials, { attach: 'att' });
    await wechat.merchant.native(order);
    const { status, json } = await wechat.merchant.query(order.out_trade_no);
    expect(status).to.equal(200);
    expect(json).to.include({ trade_state: 'NOTPAY', out_trade_no: order.out_trade_no, attach: 'att' });
    expect(json).to.not.have.any.keys('transaction_id', 'trade_type', 'bank_type', 'success_time', 'payer');
  });

  it('shows a paid one by either number', async () => {
    const { credentials } = wechat.simulator;
    const { openid } = await wechat.control.login('alice');
    const order = aJsapiOrder(credentials, openid);
    await wechat.merchant.jsapi(order);
    const { json: paid } = await wechat.control.pay(order.out_trade_no, { notify: false });
    const transactionId = String(paid['transaction_id']);
    const byNumber = await wechat.merchant.query(order.out_trade_no);
    const byId = await wechat.merchant.get(`/v3/pay/transactions/id/${transactionId}?mchid=${credentials.mchid}`);
    expect(transactionId).to.match(/^\d{28}$/);
    expect(byId.json).to.deep.equal(byNumber.json);
    const { success_time, ...rest } = byNumber.json;
    expect(success_time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/);
    expect(rest).to.deep.equal({
      appid: credentials.appid,
      mchid: credentials.mchid,
      out_trade_no: order.out_trade_no,
      transaction_id: transactionId,
      trade_type: 'JSAPI',
      trade_state: 'SUCCESS',
      trade_state_desc: '支付成功',
      bank_type: 'OTHERS',
      attach: '',
      payer: { openid },
      amount: { total: 990, payer_total: 990, currency: 'CNY', payer_currency: 'CNY' },
      scene_info: { device_id: '' },
      promotion_detail: [],
    });
  });

  it('that does not exist answers ORDER_NOT_EXIST', async () => {
    const byNumber = await wechat.merchant.query(newOutTradeNo());
    const { mchid } = wechat.simulator.credentials;
    const byId = await wechat.merchant.get(`/v3/pay/transactions/id/4200000985202101010000000000?mchid=${mchid}`);
    for (const { status, json } of [byNumber, byId]) {
      expect([status, json['code']]).to.deep.equal([404, 'ORDER_NOT_EXIST']);
    }
  });

  it('needs the mchid', async () => {
    const { status, json } = await wechat.merchant.get('/v3/pay/transactions/out-trade-no/ABCDEF');
    expect([status, json['code']]).to.deep.equal([400, 'PARAM_ERROR']);
  });
});

describe('Closing an order', () => {
  const wechat = useSimulatedWechat();

  it('is done once, however often it is asked for', async () => {
    const order = aNativeOrder(wechat.simulator.credentials);
    await wechat.merchant.native(order);
    expect((await wechat.merchant.close(order.out_trade_no)).status).to.equal(204);
    expect((await wechat.merchant.close(order.out_trade_no)).status).to.equal(204);
    expect((await wechat.merchant.query(order.out_trade_no)).json['trade_state']).to.equal('CLOSED');
    expect((await wechat.control.pay(order.out_trade_no)).status).to.equal(409);
  });

  it('that is paid is refused with ORDERPAID', async () => {
    const order = aNativeOrder(wechat.simulator.credentials);
    await wechat.merchant.native(order);
    await wechat.control.pay(order.out_trade_no, { notify: false });
    const { status, json } = await wechat.merchant.close(order.out_trade_no);
    expect([status, json['code']]).to.deep.equal([400, 'ORDERPAID']);
  });

  it('that does not exist answers ORDER_NOT_EXIST', async () => {
    const { status, json } = await wechat.merchant.close(newOutTradeNo());
    expect([status, json['code']]).to.deep.equal([404, 'ORDER_NOT_EXIST']);
  });
});

describe('Time and an order', () => {
  const wechat = useSimulatedWechat();
  let wechatAheadMs = 0;
  const advance = async (seconds: number): Promise<void> => {
    wechatAheadMs += seconds * 1000;
    await wechat.control.advance(seconds);
  };
  const placed = async (changes: object = {}) => {
    const order = aNativeOrder(wechat.simulator.credentials, changes);
    await wechat.merchant.native(order);
    return order;
  };
  const stateOf = async (outTradeNo: string) => (await wechat.merchant.query(outTradeNo)).json['trade_state'];

  it('time_expire ends payment but does not close the order', async () => {
    const order = await placed({ time_expire: inBeijing(Date.now() + wechatAheadMs + 600_000) });
    await advance(601);
    const refused = await wechat.control.pay(order.out_trade_no);
    expect([refused.status, refused.json['message']]).to.deep.equal([409, '该订单已过支付截止时间']);
    expect(await stateOf(order.out_trade_no)).to.equal('NOTPAY');
    expect((await wechat.merchant.native(order)).json['code']).to.equal('INVALID_REQUEST');
  });

  it('a time_expire nearer than one minute is raised to one minute', async () => {
    const order = await placed({ time_expire: inBeijing(Date.now() + wechatAheadMs - 60_000) });
    await advance(50);
    expect((await wechat.control.pay(order.out_trade_no, { notify: false })).status).to.equal(200);
  });

  it('a code_url lasts two hours, and the same request renews it', async () => {
    const order = await placed();
    await advance(7_201);
    expect((await wechat.control.pay(order.out_trade_no)).status).to.equal(409);
    expect((await wechat.merchant.native(order)).status).to.equal(200);
    expect((await wechat.control.pay(order.out_trade_no, { notify: false })).status).to.equal(200);
  });

  it('WeChat closes an unpaid order after seven days', async () => {
    const order = await placed();
    await advance(7 * 86_400 - 60);
    expect(await stateOf(order.out_trade_no)).to.equal('NOTPAY');
    await advance(61);
    expect(await stateOf(order.out_trade_no)).to.equal('CLOSED');
    expect((await wechat.merchant.close(order.out_trade_no)).status).to.equal(204);
  });

  it('success_time is business time', async () => {
    const order = await placed();
    await wechat.control.pay(order.out_trade_no, { notify: false });
    const { success_time } = (await wechat.merchant.query(order.out_trade_no)).json;
    const aheadMs = Date.parse(String(success_time)) - Date.now();
    expect(aheadMs).to.be.within(wechatAheadMs - 5000, wechatAheadMs + 1000);
  });
});
