import { expect } from 'chai';
import { scanToSignIn } from './support/scan.ts';
import { onBoth, useWeb } from './support/use-web.ts';

const SIZES = ['desktop', 'phone'] as const;

describe('/payment/result', () => {
  const web = useWeb();

  const aBuyer = async () => {
    const { actors } = web().system;
    const person = await actors.aPerson();
    return { person, payment: await actors.aPayment(person, 'medium') };
  };
  const settle = async (outTradeNo: string): Promise<void> => {
    await web().system.phone.pay(outTradeNo, { notify: false });
    await web().system.phone.deliver(outTradeNo);
  };

  it('believes the server and not the address: what is not paid is not paid, until it is', async () => {
    await onBoth(async (size) => {
      const { person, payment } = await aBuyer();
      const at = `/payment/result?status=success&orderId=${payment.order_id}`;
      const tab = await web().open(at, { token: person.token, size });
      await tab.at('result-pending').waitFor();
      await tab.seesNo('支付成功');
      await tab.shoot('result-pending');
      await web().system.phone.pay(payment.out_trade_no, { notify: false });
      await tab.inTime(tab.at('result-paid').waitFor());
    });
  });

  it('shows points, price, their last day and the number, and where to go from here', async () => {
    for (const size of SIZES) {
      const { person, payment } = await aBuyer();
      await settle(payment.out_trade_no);
      const at = `/payment/result?status=closed&orderId=${payment.order_id}`;
      const tab = await web().open(at, { token: person.token, size });
      await tab.at('result-paid').waitFor();
      const text = await tab.at('result-paid').innerText();
      for (const part of ['支付成功', '30 积分已存入您的账号', '标准包', '¥79', payment.out_trade_no]) {
        expect(text).to.include(part);
      }
      expect(text).to.match(/积分有效期至\s+\d{4}年\d{1,2}月\d{1,2}日/);
      expect(await tab.page.getByRole('link', { name: '查看接入文档' }).getAttribute('href')).to.match(/\/docs$/);
      expect(await tab.page.getByRole('link', { name: '继续购买' }).getAttribute('href')).to.match(/\/pricing$/);
      await tab.press('copy');
      expect(await tab.page.evaluate('navigator.clipboard.readText()')).to.equal(payment.out_trade_no);
    }
  });

  it('says of a closed order that nothing was charged, and shows what comes after all', async () => {
    await onBoth(async (size) => {
      const { person, payment } = await aBuyer();
      await web().system.advance(31 * 60);
      await web().system.sweep('close-expired-orders');
      const tab = await web().open(`/payment/result?orderId=${payment.order_id}`, { token: person.token, size });
      await tab.at('result-closed').waitFor();
      await tab.shoot('result-closed');
      await web().system.phone.pay(payment.out_trade_no, { notify: false, despite_close: true });
      await tab.inTime(tab.at('result-paid').waitFor());
    });
  });

  for (const [status, refunded, text] of [
    ['partly_refunded', 900, '支付成功，部分已退款'],
    ['refunded', 7_900, '该订单已退款'],
  ] as const) {
    it(`says so of an order that is ${status}`, async () => {
      const { person, payment } = await aBuyer();
      await settle(payment.out_trade_no);
      const row = web()
        .system.knex('ordering.orders')
        .where({ id: payment.order_id.slice('ord_'.length) });
      await row.update({ status, refunded_fen: refunded });
      const tab = await web().open(`/payment/result?orderId=${payment.order_id}`, { token: person.token });
      await tab.sees(text);
      await tab.shoot(`result-${status}`);
    });
  }

  it('says nothing to whoever is not signed in, and offers to sign in', async () => {
    for (const size of SIZES) {
      const { payment } = await aBuyer();
      await settle(payment.out_trade_no);
      const at = `/payment/result?status=success&orderId=${payment.order_id}`;
      const tab = await web().open(at, { size });
      tab.expects(/status of 404/);
      await tab.sees('登录后才能查看支付结果');
      await tab.seesNo('支付成功');
      await tab.at('qr').waitFor();
      await tab.shoot('result-sign-in');
      await scanToSignIn(web().system, tab);
      await tab.sees('找不到这个订单');
      await tab.seesNo('支付成功');
    }
  });

  it('has nothing to show where the address names nothing', async () => {
    const { token } = await web().system.actors.aPerson();
    const tab = await web().open('/payment/result?status=success', { token });
    await tab.sees('没有可查看的订单');
    await tab.shoot('result-nothing');
  });

  it('speaks English', async () => {
    const { person, payment } = await aBuyer();
    await settle(payment.out_trade_no);
    for (const size of SIZES) {
      const at = `/payment/result?orderId=${payment.order_id}`;
      const tab = await web().open(at, { token: person.token, size, locale: 'en-US' });
      await tab.sees('30 points are in your account');
      await tab.sees('Standard pack · 30 points');
      await tab.shoot('result-en');
    }
  });

  it('is unsure while the server cannot be asked', async () => {
    const { person, payment } = await aBuyer();
    await web().system.stopWechat();
    const tab = await web().open(`/payment/result?orderId=${payment.order_id}`, { token: person.token });
    tab.expects(/status of 503/);
    await tab.inTime(tab.sees(/本页会继续查询/));
    await tab.shoot('result-unsure');
    await web().system.startWechat();
    await tab.inTime(tab.sees('还没有收到付款结果'));
  });
}).timeout(60_000);
