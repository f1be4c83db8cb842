import { expect } from 'chai';
import { ShippingReporter } from '../../../../src/adapters/wechat/shipping/shipping-reporter.ts';
import type { Delivery } from '../../../../src/domain/ordering/delivery.ts';
import type { OutTradeNo, TransactionId } from '../../../../src/domain/shared/ids.ts';
import { MINUTE, msAfter } from '../../../support/instants.ts';
import { rejectionOf } from '../../../support/rejection.ts';
import { LoopbackWechat, type Reply } from '../support/loopback-wechat.ts';
import { anApi, anApp, callsAmong, errcode, ok, withToken } from '../support/weixin.ts';

const MANAGED = ok({ is_trade_managed: true });
const AT = new Date('2026-01-15T04:00:00.120Z');

const aDelivery = (change: Partial<Delivery> = {}): Delivery => ({
  outTradeNo: 'a'.repeat(32) as OutTradeNo,
  transactionId: '4200000985202103031441826014' as TransactionId,
  gateway: 'jsapi',
  payerOpenid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  description: '入门包 100点*1',
  ...change,
});

describe('the report of a delivery to WeChat', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());
  const reporterFor = (...replies: Reply[]): ShippingReporter => {
    wechat.replyWith(withToken(...replies));
    return new ShippingReporter(anApi({ baseUrl: wechat.baseUrl }));
  };
  const asked = () => callsAmong(wechat.requests).map(({ path }) => path.split('?')[0]);
  const uploads = () =>
    callsAmong(wechat.requests)
      .filter(({ path }) => path.startsWith('/wxa/sec/order/upload_shipping_info'))
      .map(({ body }) => JSON.parse(body));

  it('uploads virtual goods, all at once, by WeChat’s number, for that payer', async () => {
    expect(await reporterFor(MANAGED, ok()).report(aDelivery(), AT)).to.equal('done');
    expect(asked()).to.deep.equal(['/wxa/sec/order/is_trade_managed', '/wxa/sec/order/upload_shipping_info']);
    expect(JSON.parse(callsAmong(wechat.requests)[0]?.body ?? '')).to.deep.equal({ appid: anApp().appid });
    expect(uploads()).to.deep.equal([
      {
        order_key: { order_number_type: 2, transaction_id: '4200000985202103031441826014' },
        logistics_type: 3,
        delivery_mode: 1,
        shipping_list: [{ item_desc: '入门包 100点*1' }],
        upload_time: '2026-01-15T12:00:00.120+08:00',
        payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
      },
    ]);
  });

  it('cuts a description off at 120 characters, and none of them in half', async () => {
    await reporterFor(MANAGED, ok()).report(aDelivery({ description: '🐴'.repeat(130) }), AT);
    expect(uploads()[0].shipping_list[0].item_desc).to.equal('🐴'.repeat(120));
  });

  const outcomes: readonly (readonly [number, string, 'done' | 'not_yet'])[] = [
    [10060001, 'does not know the payment yet', 'not_yet'],
    [10060002, 'was told before', 'done'],
    [10060003, 'was told before, and corrected', 'done'],
    [10060023, 'was told the same before', 'done'],
  ];
  for (const [code, what, outcome] of outcomes) {
    it(`is ${outcome} where WeChat ${what} (${code})`, async () => {
      expect(await reporterFor(MANAGED, errcode(code)).report(aDelivery(), AT)).to.equal(outcome);
    });
  }

  it('is refused for a payment that cannot be shipped (10060004), with WeChat’s words', async () => {
    const outcome = await reporterFor(MANAGED, errcode(10060004, '支付单处于不可发货的状态 rid: 65a1-0b2c-77')).report(
      aDelivery(),
      AT,
    );
    expect(outcome).to.have.property('kind', 'refused');
    expect(outcome)
      .to.have.property('reason')
      .that.includes('10060004')
      .and.includes('不可发货')
      .and.includes('65a1-0b2c-77');
  });

  it('is refused where nobody is known to have paid, without a call', async () => {
    const outcome = await reporterFor(MANAGED).report(aDelivery({ payerOpenid: null }), AT);
    expect(outcome).to.deep.equal({ kind: 'refused', reason: 'the payer is not known' });
    expect(asked()).to.deep.equal([]);
  });

  it('throws what no later try could mend, for an operator, without the payer', async () => {
    const payer = aDelivery().payerOpenid as string;
    const wrong = errcode(10060031, `该笔支付单不属于openid所指定的用户 ${payer}`);
    const error = await rejectionOf(reporterFor(MANAGED, wrong).report(aDelivery(), AT));
    expect(error).to.include({ name: 'WechatApiError', errcode: 10060031 });
    expect(`${error.message} ${JSON.stringify(error)}`).not.to.include(payer);
  });

  it('throws that WeChat is unavailable, so that it is made again', async () => {
    const error = await rejectionOf(reporterFor(MANAGED, errcode(-1)).report(aDelivery(), AT));
    expect(error).to.include({ name: 'Unavailable', dependency: 'wechat_api' });
  });

  describe('where the mini-program', () => {
    it('is not under 交易管理, is refused quietly', async () => {
      const reporter = reporterFor(ok({ is_trade_managed: false }));
      const refused = { kind: 'refused', reason: 'not managed' };
      expect(await reporter.report(aDelivery(), AT)).to.deep.equal(refused);
      expect(await reporter.report(aDelivery(), AT)).to.deep.equal(refused);
      expect(asked()).to.deep.equal(['/wxa/sec/order/is_trade_managed']);
    });

    it('may come under it, is asked about once an hour, however many reports there are', async () => {
      const reporter = reporterFor(ok({ is_trade_managed: false }), MANAGED, ok());
      await Promise.all(Array.from({ length: 9 }, () => reporter.report(aDelivery(), AT)));
      await reporter.report(aDelivery(), msAfter(AT, 60 * MINUTE - 1));
      expect(asked()).to.have.length(1);
      expect(await reporter.report(aDelivery(), msAfter(AT, 60 * MINUTE))).to.equal('done');
      expect(asked().slice(1)).to.deep.equal([
        ...['/wxa/sec/order/is_trade_managed', '/wxa/sec/order/upload_shipping_info'],
      ]);
    });

    it('could not be asked about, the question is asked again next time', async () => {
      const reporter = reporterFor(errcode(-1), MANAGED, ok());
      expect(await rejectionOf(reporter.report(aDelivery(), AT))).to.include({ name: 'Unavailable' });
      expect(await reporter.report(aDelivery(), AT)).to.equal('done');
    });

    it('is not said to be managed or not, is asked about again', async () => {
      const reporter = reporterFor(ok({}), MANAGED, ok());
      expect(await rejectionOf(reporter.report(aDelivery(), AT))).to.include({ name: 'Unavailable' });
      expect(await reporter.report(aDelivery(), AT)).to.equal('done');
    });
  });
});
