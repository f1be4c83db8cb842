import { expect } from 'chai';
import { inBill } from '../support/beijing-days.ts';
import { billsOf } from '../support/bill-client.ts';
import { aJsapiOrder, aNativeOrder } from '../support/order-builder.ts';
import { aPaidOrder } from '../support/paid-order.ts';
import { aRefund } from '../support/refund-builder.ts';
import { useSimulatedWechat } from '../support/simulated-wechat.ts';

const headers = {
  ALL: '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注',
  SUCCESS:
    '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,商品名称,商户数据包,手续费,费率,订单金额,费率备注',
  REFUND:
    '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注',
};
const summary = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

describe('The trade bill of a day', () => {
  const wechat = useSimulatedWechat();
  const bills = billsOf(wechat);
  /** What happened on the day, and the lines that must tell of it. */
  let day: string;
  let lines: {
    jsapi: string;
    native: string;
    refund: string;
    refundAlone: string;
    nativeAlone: string;
    jsapiAlone: string;
  };

  before(async () => {
    const { credentials } = wechat.simulator;
    const { appid, mchid } = credentials;
    day = await bills.newDay();
    const { openid } = await wechat.control.login('alice');
    const scanner = (await wechat.control.login('scanner')).openid;
    const jsapi = aJsapiOrder(credentials, openid, { amount: { total: 12_305 }, attach: 'pkg-1' });
    await wechat.merchant.jsapi(jsapi);
    const first = String((await wechat.control.pay(jsapi.out_trade_no, { notify: false })).json['transaction_id']);
    await wechat.control.advance(60);
    const device = { scene_info: { payer_client_ip: '127.0.0.1', device_id: 'web-1' } };
    const native = await aPaidOrder(wechat, { order: device, pay: { coupon_fen: 90 } });
    await wechat.control.advance(60);
    const request = aRefund(native, { refund: 495 });
    const { json: refund } = await wechat.merchant.refund(request);
    await wechat.control.advance(5);
    // What must not be on the bill: an unpaid order, and one of the next day.
    await wechat.merchant.native(aNativeOrder(credentials));
    const paidAt = async (outTradeNo: string): Promise<string> =>
      inBill(String((await wechat.merchant.query(outTradeNo)).json['success_time']));
    const refunded = (await wechat.merchant.queryRefund(request.out_refund_no)).json;
    const [jsapiAt, nativeAt] = [await paidAt(jsapi.out_trade_no), await paidAt(native.outTradeNo)];
    const [acceptedAt, succeededAt] = [refunded['create_time'], refunded['success_time']].map((at) =>
      inBill(String(at)),
    );
    const jsapiStart = `\`${jsapiAt},\`${appid},\`${mchid},\`0,\`,\`${first},\`${jsapi.out_trade_no},\`${openid},\`JSAPI,\`SUCCESS,\`OTHERS,\`CNY,\`123.05,\`0.00`;
    const nativeOrder = `\`${appid},\`${mchid},\`0,\`web-1,\`${native.transactionId},\`${native.outTradeNo},\`${scanner},\`NATIVE`;
    const nativeStart = `\`${nativeAt},${nativeOrder},\`SUCCESS,\`OTHERS,\`CNY,\`9.90,\`0.90`;
    const refundParts = `\`${String(refund['refund_id'])},\`${request.out_refund_no},\`4.95,\`0.45,\`ORIGINAL,\`SUCCESS`;
    const refundEnd = '`API积分包 1000点,`,`-0.03000,`0.60%,`0.00,`4.95,`';
    lines = {
      jsapi: `${jsapiStart},\`0,\`0,\`0.00,\`0.00,\`,\`,\`API积分包 1000点,\`pkg-1,\`0.74000,\`0.60%,\`123.05,\`0.00,\``,
      jsapiAlone: `${jsapiStart},\`API积分包 1000点,\`pkg-1,\`0.74000,\`0.60%,\`123.05,\``,
      native: `${nativeStart},\`0,\`0,\`0.00,\`0.00,\`,\`,\`API积分包 1000点,\`,\`0.06000,\`0.60%,\`9.90,\`0.00,\``,
      nativeAlone: `${nativeStart},\`API积分包 1000点,\`,\`0.06000,\`0.60%,\`9.90,\``,
      refund: `\`${acceptedAt},${nativeOrder},\`REFUND,\`OTHERS,\`CNY,\`0.00,\`0.00,${refundParts},${refundEnd}`,
      refundAlone: `\`${nativeAt},${nativeOrder},\`REFUND,\`OTHERS,\`CNY,\`0.00,\`0.00,\`${acceptedAt},\`${succeededAt},${refundParts},${refundEnd}`,
    };
    await bills.newDay();
    await aPaidOrder(wechat);
  });

  it('has payments and refunds, each on its line, and their sums', async () => {
    expect((await bills.trade({ bill_date: day })).split('\r\n')).to.deep.equal([
      headers.ALL,
      lines.jsapi,
      lines.native,
      lines.refund,
      summary,
      '`3,`132.95,`4.95,`0.45,`0.77000,`132.95,`4.95',
      '',
    ]);
  });

  it('is the same when ALL is asked for', async () => {
    const all = await bills.trade({ bill_date: day, bill_type: 'ALL' });
    expect(all).to.equal(await bills.trade({ bill_date: day }));
  });

  it('of type SUCCESS has payments alone, and a shorter summary', async () => {
    expect((await bills.trade({ bill_date: day, bill_type: 'SUCCESS' })).split('\r\n')).to.deep.equal([
      headers.SUCCESS,
      lines.jsapiAlone,
      lines.nativeAlone,
      '总交易单数,应结订单总金额,手续费总金额,订单总金额',
      '`2,`132.95,`0.80000,`132.95',
      '',
    ]);
  });

  it('of type REFUND has refunds alone, with their times', async () => {
    expect((await bills.trade({ bill_date: day, bill_type: 'REFUND' })).split('\r\n')).to.deep.equal([
      headers.REFUND,
      lines.refundAlone,
      summary,
      '`1,`0.00,`4.95,`0.45,`-0.03000,`0.00,`4.95',
      '',
    ]);
  });
});

describe('A trade bill', () => {
  const wechat = useSimulatedWechat();
  const bills = billsOf(wechat);
  before(() => wechat.control.planRefunds({ notify: false }));
  const column = (text: string, name: string, row = 1): string | undefined => {
    const [head = '', ...rows] = text.replace('\ufeff', '').split('\r\n');
    return rows[row - 1]?.split(',')[head.split(',').indexOf(name)]?.slice(1);
  };

  it('has a refund on the day of its acceptance, and the payment on its own', async () => {
    const paidOn = await bills.newDay();
    const order = await aPaidOrder(wechat);
    const refundedOn = await bills.newDay();
    await wechat.merchant.refund(aRefund(order));
    await bills.newDay();
    expect(await bills.trade({ bill_date: paidOn }))
      .to.include('`SUCCESS')
      .and.not.include('`REFUND');
    expect(await bills.trade({ bill_date: refundedOn }))
      .to.include('`REFUND')
      .and.not.include('`SUCCESS,`OTHERS');
  });

  it('shows a refund as it stood at nine the next morning, whatever became of it', async () => {
    await wechat.control.planRefunds({ delay_seconds: 3 * 86_400 });
    const order = await aPaidOrder(wechat);
    const day = await bills.newDay();
    await wechat.merchant.refund(aRefund(order));
    await bills.newDay();
    const early = await bills.trade({ bill_date: day, bill_type: 'REFUND' });
    expect([column(early, '退款状态'), column(early, '退款成功时间')]).to.deep.equal(['PROCESSING', '']);
    await wechat.control.advance(5 * 86_400);
    expect(await bills.trade({ bill_date: day, bill_type: 'REFUND' })).to.equal(early);
    await wechat.control.planRefunds({ delay_seconds: 5 });
  });

  it('counts a day from midnight to midnight in Beijing', async () => {
    const day = await bills.newDay();
    await bills.until(23, 59);
    const late = await aPaidOrder(wechat);
    await wechat.control.advance(60);
    const nextDay = await bills.today();
    const early = await aPaidOrder(wechat);
    await bills.newDay();
    expect(nextDay > day).to.equal(true);
    expect(await bills.trade({ bill_date: day }))
      .to.include(late.outTradeNo)
      .and.not.include(early.outTradeNo);
    expect(await bills.trade({ bill_date: nextDay }))
      .to.include(early.outTradeNo)
      .and.not.include(late.outTradeNo);
  });

  it('keeps a line a line', async () => {
    const day = await bills.newDay();
    await aPaidOrder(wechat, { order: { attach: 'a\r\nb\u0001c' } });
    await bills.newDay();
    expect(column(await bills.trade({ bill_date: day }), '商户数据包')).to.equal('a\\r\\nb c');
  });
});
