import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { signWith } from './support/merchant-client.ts';
import { aJsapiOrder, aNativeOrder } from './support/order-builder.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';

describe('wx.requestPayment', () => {
  const wechat = useSimulatedWechat();

  const placed = async () => {
    const { openid } = await wechat.control.login('alice');
    const order = aJsapiOrder(wechat.simulator.credentials, openid);
    const { json } = await wechat.merchant.jsapi(order);
    return { openid, outTradeNo: order.out_trade_no, packageText: `prepay_id=${String(json['prepay_id'])}` };
  };

  const signed = (packageText: string, appId = wechat.simulator.credentials.appid) => {
    const timeStamp = String(Math.floor(Date.now() / 1000));
    const nonceStr = randomBytes(16).toString('hex');
    const message = `${appId}\n${timeStamp}\n${nonceStr}\n${packageText}\n`;
    const paySign = signWith(wechat.simulator.credentials.merchantPrivateKeyPem, message);
    return { appId, timeStamp, nonceStr, package: packageText, signType: 'RSA', paySign };
  };

  const request = (openid: string, params: object) => wechat.control.post('/request-payment', { openid, params });

  it('with a right paySign opens the cashier for that order', async () => {
    const { openid, outTradeNo, packageText } = await placed();
    const { status, json } = await request(openid, signed(packageText));
    expect([status, json]).to.deep.equal([200, { out_trade_no: outTradeNo }]);
  });

  it('refuses a wrong paySign', async () => {
    const { openid, packageText } = await placed();
    for (const change of [{ nonceStr: 'other' }, { timeStamp: '1700000000' }, { paySign: 'AAAA' }]) {
      const { status, json } = await request(openid, { ...signed(packageText), ...change });
      expect([status, json]).to.deep.equal([400, { errMsg: 'requestPayment:fail 支付验证签名失败' }]);
    }
  });

  it('refuses another appId, signType or package', async () => {
    const { openid, packageText } = await placed();
    const attempts = [
      signed(packageText, 'wx0000000000000000'),
      { ...signed(packageText), signType: 'MD5' },
      signed(packageText.replace('prepay_id=', '')),
      signed('prepay_id=wx20260101000000unknown'),
    ];
    for (const params of attempts) {
      const { status, json } = await request(openid, params);
      expect(status).to.equal(400);
      expect(json['errMsg']).to.match(/^requestPayment:fail /);
    }
  });

  it('refuses another user than the one who ordered', async () => {
    const { packageText } = await placed();
    const { openid } = await wechat.control.login('bob');
    expect((await request(openid, signed(packageText))).status).to.equal(400);
  });

  it('refuses a prepay_id older than two hours', async () => {
    const { openid, packageText } = await placed();
    await wechat.control.advance(7_201);
    expect((await request(openid, signed(packageText))).json['errMsg']).to.equal('requestPayment:fail prepay_id已过期');
  });

  it('refuses an order that is paid', async () => {
    const { openid, outTradeNo, packageText } = await placed();
    await wechat.control.pay(outTradeNo, { notify: false });
    expect((await request(openid, signed(packageText))).json['errMsg']).to.equal('requestPayment:fail 该订单已支付');
  });
});

describe('A payer', () => {
  const wechat = useSimulatedWechat();
  const placedNative = async (): Promise<string> => {
    const order = aNativeOrder(wechat.simulator.credentials);
    await wechat.merchant.native(order);
    return order.out_trade_no;
  };

  it('who cancels or fails leaves the order unpaid, and the attempts are kept', async () => {
    const outTradeNo = await placedNative();
    await wechat.control.post(`/orders/${outTradeNo}/cancel`);
    await wechat.control.post(`/orders/${outTradeNo}/fail`, { reason: '余额不足' });
    const { trade_state, attempts } = await wechat.control.order(outTradeNo);
    expect(trade_state).to.equal('NOTPAY');
    expect(attempts.map(({ outcome, reason }) => [outcome, reason])).to.deep.equal([
      ['cancelled', null],
      ['failed', '余额不足'],
    ]);
  });

  it('cannot pay twice', async () => {
    const outTradeNo = await placedNative();
    expect((await wechat.control.pay(outTradeNo, { notify: false })).status).to.equal(200);
    const { status, json } = await wechat.control.pay(outTradeNo);
    expect([status, json]).to.deep.equal([409, { message: '该订单已支付' }]);
  });

  it('who is the second to scan a Native order is refused', async () => {
    const outTradeNo = await placedNative();
    const [alice, bob] = [await wechat.control.login('alice'), await wechat.control.login('bob')];
    await wechat.control.post(`/orders/${outTradeNo}/cancel`, { openid: alice.openid });
    expect((await wechat.control.pay(outTradeNo, { openid: bob.openid })).status).to.equal(409);
    expect((await wechat.control.pay(outTradeNo, { openid: alice.openid, notify: false })).status).to.equal(200);
  });

  it('cannot pay the JSAPI order of another', async () => {
    const [alice, bob] = [await wechat.control.login('alice'), await wechat.control.login('bob')];
    const order = aJsapiOrder(wechat.simulator.credentials, alice.openid);
    await wechat.merchant.jsapi(order);
    expect((await wechat.control.pay(order.out_trade_no, { openid: bob.openid })).status).to.equal(409);
  });

  it('finds no order under an unknown number', async () => {
    expect((await wechat.control.pay('UNKNOWN1')).status).to.equal(404);
  });

  it('is told what is wrong with a control request', async () => {
    const { status, json } = await wechat.control.post('/clock/advance', { seconds: -1 });
    expect(status).to.equal(400);
    expect(json['message']).to.match(/^seconds: /);
  });
});

describe('The payer page', () => {
  const wechat = useSimulatedWechat();
  const page = async (path = '/payer'): Promise<string> => (await fetch(`${wechat.simulator.url}${path}`)).text();
  const placed = async (changes: object = {}): Promise<string> => {
    const order = aNativeOrder(wechat.simulator.credentials, changes);
    await wechat.merchant.native(order);
    return order.out_trade_no;
  };
  /** Presses a button: finds its form on the page, posts it, follows the redirect. */
  const press = async (outTradeNo: string, deed: string, fields: Record<string, string> = {}): Promise<string> => {
    const action = `/payer/orders/${outTradeNo}/${deed}`;
    expect(await page()).to.include(`<form method="post" action="${action}">`);
    const response = await fetch(`${wechat.simulator.url}${action}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    expect(response.redirected).to.equal(true);
    return response.text();
  };

  it('is where the root leads, and shows open orders in yuan', async () => {
    const outTradeNo = await placed({ amount: { total: 12_305 } });
    const text = await page('/');
    expect(text)
      .to.include('待支付订单')
      .and.include(outTradeNo)
      .and.include('¥123.05')
      .and.include('API积分包 1000点');
  });

  it('pays by its form', async () => {
    const outTradeNo = await placed();
    expect(await press(outTradeNo, 'pay')).to.include(`支付成功：${outTradeNo}`);
    const { trade_state, transaction_id } = await wechat.control.order(outTradeNo);
    expect(trade_state).to.equal('SUCCESS');
    const text = await page();
    expect(text).to.include(String(transaction_id));
    expect(text).to.not.include(`/payer/orders/${outTradeNo}/pay`);
  });

  it('cancels by its form', async () => {
    const outTradeNo = await placed();
    expect(await press(outTradeNo, 'cancel'))
      .to.include('已取消')
      .and.include('上次：用户取消');
    expect((await wechat.control.order(outTradeNo)).trade_state).to.equal('NOTPAY');
  });

  it('fails by its form, with the chosen reason', async () => {
    const outTradeNo = await placed();
    expect(await press(outTradeNo, 'fail', { reason: '超出单日支付限额' })).to.include('支付失败（超出单日支付限额）');
    expect((await wechat.control.order(outTradeNo)).attempts[0]?.reason).to.equal('超出单日支付限额');
  });

  it('refunds a part by its form, and then offers and refunds the rest', async () => {
    const outTradeNo = await placed();
    await press(outTradeNo, 'pay');
    const form = `/payer/orders/${outTradeNo}/refund`;
    expect(await press(outTradeNo, 'refund', { yuan: '4.9' }))
      .to.include(`已在商户后台发起退款：${outTradeNo}`)
      .and.include('退款中 ¥4.90，商户后台')
      .and.include('value="5.00"');
    await wechat.control.advance(5);
    expect(await press(outTradeNo, 'refund', { yuan: '5.00' })).to.include('已退款 ¥4.90，商户后台');
    expect(await page()).to.not.include(form);
    const { trade_state, refunds } = await wechat.control.order(outTradeNo);
    expect([trade_state, refunds.map(({ amount }) => amount['refund'])]).to.deep.equal(['REFUND', [490, 500]]);
  });

  it('refuses a refund of more than is left, and of no amount', async () => {
    const outTradeNo = await placed();
    await press(outTradeNo, 'pay');
    expect(await press(outTradeNo, 'refund', { yuan: '9.91' })).to.include('未完成：申请退款金额超过订单可退金额');
    for (const yuan of ['', '0', '-1', '1.234', '九']) {
      expect(await press(outTradeNo, 'refund', { yuan })).to.include('未完成：退款金额必须');
    }
    expect((await wechat.control.order(outTradeNo)).refunds).to.deep.equal([]);
  });

  it('says why a payment was refused', async () => {
    const outTradeNo = await placed();
    await wechat.merchant.close(outTradeNo);
    const response = await fetch(`${wechat.simulator.url}/payer/orders/${outTradeNo}/pay`, { method: 'POST' });
    expect(await response.text()).to.include('未完成：该订单已关闭');
  });

  it('escapes what merchants and addresses bring', async () => {
    await placed({ description: '<script>alert("1")</script>' });
    const text = await page(`/payer?message=${encodeURIComponent('<img src=x>')}`);
    expect(text).to.include('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;').and.include('&lt;img src=x&gt;');
    expect(text).to.not.include('<script>').and.not.include('<img');
  });
});
