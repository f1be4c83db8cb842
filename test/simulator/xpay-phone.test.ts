import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { controlClient } from './support/control-client.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { newDataDir, removeDataDir } from './support/temporary-directories.ts';
import { weixinClient } from './support/weixin-client.ts';
import { anOpenXpayOrder, aSession, aSignData, virtualPaymentParams } from './support/xpay-order.ts';

describe('wx.requestVirtualPayment', () => {
  const wechat = useSimulatedWechat();
  const open = (openid: string, params: object) => wechat.control.post('/request-virtual-payment', { openid, params });
  const errCodeFor = async (changes: object, more: object = {}) => {
    const { openid, sessionKey } = await aSession(wechat, 'alice');
    const { credentials } = wechat.simulator;
    const signData = JSON.stringify(aSignData(credentials, changes));
    const { status, json } = await open(openid, {
      ...virtualPaymentParams(credentials, signData, sessionKey),
      ...more,
    });
    expect(status).to.equal(400);
    expect(json['errMsg']).to.match(/^requestVirtualPayment:fail /);
    return json['errCode'];
  };

  afterEach(() => wechat.control.put('/xpay/goods', { products: [] }));

  it('opens the cashier with an order of status 1', async () => {
    const { outTradeNo, openid } = await anOpenXpayOrder(wechat);
    const { json } = await wechat.control.get(`/xpay/orders/${outTradeNo}`);
    expect(json).to.deep.include({ order_id: outTradeNo, openid, status: 1, order_fee: 990, paid_fee: 0, left_fee: 0 });
    expect(json['wx_order_id']).to.match(/^VPO\d+$/);
  });

  it('opens it again with the same signData while the order is unpaid', async () => {
    const { outTradeNo, openid, params } = await anOpenXpayOrder(wechat);
    await wechat.control.post(`/xpay/orders/${outTradeNo}/cancel`);
    expect((await open(openid, params)).json).to.deep.equal({ out_trade_no: outTradeNo });
    await wechat.control.post(`/xpay/orders/${outTradeNo}/pay`);
    expect((await open(openid, params)).json['errCode']).to.equal(-15002);
  });

  it('takes a number once, from one buyer, with one content', async () => {
    const { outTradeNo, params, ...buyer } = await anOpenXpayOrder(wechat);
    const cheaper = JSON.stringify(aSignData(wechat.simulator.credentials, { outTradeNo, goodsPrice: 100 }));
    const changed = virtualPaymentParams(wechat.simulator.credentials, cheaper, buyer.sessionKey);
    expect((await open(buyer.openid, changed)).json['errCode']).to.equal(-15002);
    const { openid, sessionKey } = await aSession(wechat, 'bob');
    const theirs = virtualPaymentParams(wechat.simulator.credentials, params.signData, sessionKey);
    expect((await open(openid, theirs)).json['errCode']).to.equal(-15002);
  });

  it('multiplies price and quantity', async () => {
    const { outTradeNo } = await anOpenXpayOrder(wechat, { buyQuantity: 3, goodsPrice: 250 });
    expect((await wechat.control.get(`/xpay/orders/${outTradeNo}`)).json['order_fee']).to.equal(750);
  });

  it('knows the sandbox by its own key', async () => {
    const { outTradeNo, openid, sessionKey } = await anOpenXpayOrder(wechat, { env: 1 });
    expect((await wechat.control.get(`/xpay/orders/${outTradeNo}`)).json['env_type']).to.equal(2);
    const { credentials } = wechat.simulator;
    const signData = JSON.stringify(aSignData(credentials, { env: 1 }));
    const { xpay } = credentials;
    const swapped = { ...credentials, xpay: { ...xpay, sandboxAppKey: xpay.appKey } };
    const { json } = await open(openid, virtualPaymentParams(swapped, signData, sessionKey));
    expect(json['errCode']).to.equal(-15006);
  });

  it('wants the signature of the newest exchanged login', async () => {
    const { credentials } = wechat.simulator;
    const first = await aSession(wechat, 'carol');
    const withKey = (sessionKey: string) => {
      const signData = JSON.stringify(aSignData(credentials));
      return open(first.openid, virtualPaymentParams(credentials, signData, sessionKey));
    };
    expect((await withKey(first.sessionKey)).status).to.equal(200);
    await wechat.control.login('carol');
    expect((await withKey(first.sessionKey)).status).to.equal(200);
    const second = await aSession(wechat, 'carol');
    expect((await withKey(first.sessionKey)).json['errCode']).to.equal(-15005);
    expect((await withKey(second.sessionKey)).status).to.equal(200);
    expect((await withKey((await aSession(wechat, 'dave')).sessionKey)).json['errCode']).to.equal(-15005);
  });

  it('wants a login that was exchanged at all', async () => {
    const { openid } = await wechat.control.login('never-exchanged');
    const { credentials } = wechat.simulator;
    const { json } = await open(openid, virtualPaymentParams(credentials, JSON.stringify(aSignData(credentials)), 'x'));
    expect(json['errCode']).to.equal(-15007);
  });

  const refusals: readonly (readonly [string, object, number])[] = [
    ['another offerId', { offerId: '1' }, -15001],
    ['no quantity', { buyQuantity: 0 }, -15001],
    ['a price as text', { goodsPrice: '990' }, -15001],
    ['another currency', { currencyType: 'USD' }, -15004],
    ['an unknown environment', { env: 2 }, -15001],
    ['no product', { productId: '' }, -15001],
    ['a short number', { outTradeNo: 'short_7' }, -15001],
    ['a long number', { outTradeNo: 'x'.repeat(33) }, -15001],
    ['a number that begins with a dash below', { outTradeNo: '_12345678' }, -15001],
    ['a letter that no number has', { outTradeNo: 'abc/12345' }, -15001],
    ['a platform', { platform: 'android' }, -15001],
  ];
  for (const [what, changes, errCode] of refusals) {
    it(`fails for ${what}`, async () => {
      expect(await errCodeFor(changes)).to.equal(errCode);
    });
  }

  it('fails for params that are wrong in themselves', async () => {
    expect(await errCodeFor({}, { mode: 'short_series_coin' })).to.equal(-15001);
    expect(await errCodeFor({}, { signData: '{' })).to.equal(-15016);
    expect(await errCodeFor({}, { signature: 7 })).to.equal(1001);
    expect(await errCodeFor({}, { paySig: '00' })).to.equal(-15006);
    expect(await errCodeFor({}, { signature: '00' })).to.equal(-15005);
  });

  it('fails for signData of which one space is not signed', async () => {
    const { openid, sessionKey } = await aSession(wechat, 'alice');
    const { credentials } = wechat.simulator;
    const signData = JSON.stringify(aSignData(credentials));
    const params = virtualPaymentParams(credentials, signData, sessionKey);
    const { json } = await open(openid, { ...params, signData: signData.replace(',', ', ') });
    expect(json['errCode']).to.equal(-15006);
  });

  it('sells registered goods at their price only, once any are registered', async () => {
    await wechat.control.put('/xpay/goods', { products: [{ product_id: 'p100', price_fen: 990 }] });
    await anOpenXpayOrder(wechat);
    expect(await errCodeFor({ goodsPrice: 100 })).to.equal(-15013);
    expect(await errCodeFor({ productId: 'p200' })).to.equal(-15010);
  });
});

describe('The known examples of virtual payment', () => {
  const signData =
    '{"offerId":"1450","buyQuantity":1,"env":0,"currencyType":"CNY","productId":"p100","goodsPrice":990,"outTradeNo":"PT20260101000001","attach":""}';
  const paySig = '1e7ca50606f4e202cbba908a5e7cd5aa0b0eac2665aca57dbc88ce89a58ebec1';
  const signature = 'cc9113aae69a54bbcdba46de52cd8ba01e427201cfd6c8e523ca3bb24528637b';
  let dataDir: string;
  let simulator: Simulator;

  /** WeChat chooses keys and openids; here they have to be those of the examples. */
  const prepare = async () => {
    dataDir = newDataDir();
    const first = await startSimulator({ port: 0, dataDir });
    await first.stop();
    const path = join(dataDir, 'credentials.json');
    const account = JSON.parse(readFileSync(path, 'utf8')) as { merchant: { xpay: object } };
    account.merchant.xpay = { offerId: '1450', appKey: 'appkey', sandboxAppKey: 'other' };
    writeFileSync(path, JSON.stringify(account));
    const user = { name: 'known', openid: 'o1', unionid: null, blocked: false, rateLimited: false };
    const sessionKey = 'FUJPVE9opnEevvjQ+oBN1Q==';
    const loginCode = { code: '0known', userName: 'known', sessionKey, issuedAtMs: Date.now(), used: true };
    const changes = [
      { kind: 'user_saved', user },
      { kind: 'login_code_issued', loginCode },
    ];
    writeFileSync(join(dataDir, 'journal.jsonl'), changes.map((change) => `${JSON.stringify(change)}\n`).join(''));
    simulator = await startSimulator({ port: 0, dataDir });
  };
  before(prepare);
  after(async () => {
    await simulator.stop();
    // The next directory must not begin with this account.
    writeFileSync(join(dataDir, 'credentials.json'), '');
    removeDataDir(dataDir);
  });

  it('are accepted by the phone and by the server', async () => {
    const mode = 'short_series_goods';
    const content = { openid: 'o1', params: { signData, paySig, signature, mode } };
    const { json } = await controlClient(simulator.url).post('/request-virtual-payment', content);
    expect(json).to.deep.equal({ out_trade_no: 'PT20260101000001' });
    const api = weixinClient(simulator);
    const query = new URLSearchParams({
      access_token: await api.token(),
      pay_sig: '3afceb6b6b1e7a5b6714dc15cb48c271f22ab96c960c46fe5baffae6e32d4dcb',
    });
    const body = '{"openid":"o1","env":0,"order_id":"PT20260101000001"}';
    const answer = await api.send('POST', `/xpay/query_order?${query}`, body);
    expect(answer['errcode']).to.equal(0);
    expect(answer['order']).to.include({ order_id: 'PT20260101000001', status: 1, order_fee: 990 });
    expect((await api.send('POST', `/xpay/query_order?${query}`, `${body} `))['errcode']).to.equal(268490003);
  });
});
