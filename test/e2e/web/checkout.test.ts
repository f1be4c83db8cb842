import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Person } from '../../support/http/actors.ts';
import { eventually } from '../../support/http/eventually.ts';
import { readQr } from './support/read-qr.ts';
import { scanToPay, scanToSignIn } from './support/scan.ts';
import type { Tab } from './support/tab.ts';
import { onBoth, useWeb } from './support/use-web.ts';

const MINUTE = 60;

describe('/payment/checkout', () => {
  const web = useWeb();

  const aBuyer = async (packageId = 'small') => {
    const { actors } = web().system;
    const person = await actors.aPerson();
    return { person, payment: await actors.aPayment(person, packageId) };
  };
  const open = async ({ token }: Person, orderId: string, size: Tab['size'] = 'desktop'): Promise<Tab> => {
    const tab = await web().open(`/payment/checkout?orderId=${orderId}`, { token, size });
    await tab.page.locator('[data-testid=loading]').waitFor({ state: 'detached' });
    return tab;
  };
  const orderRow = (orderId: string) =>
    web()
      .system.knex('ordering.orders')
      .where({ id: orderId.slice('ord_'.length) });
  const standing = (tab: Tab, wanted: string) =>
    tab.page.locator(`[data-testid=pay][data-standing=${wanted}]`).waitFor();

  it('shows the same order again after a reload, with its code, its price and the time that is left', async () => {
    const { person, payment } = await aBuyer('large');
    const tab = await open(person, payment.order_id);
    await tab.at('qr').waitFor();
    await tab.page.reload();
    await tab.at('qr').waitFor();
    expect(tab.payments.map(({ order_id }) => order_id)).to.deep.equal([payment.order_id, payment.order_id]);
    expect(await tab.qrText()).to.equal(tab.payments.at(-1)?.code_url);
    for (const text of ['超值包', '100 积分', payment.out_trade_no]) await tab.sees(text);
    expect(await tab.page.getByRole('timer').innerText()).to.match(/剩余支付时间 (30:00|29:\d\d)/);
    const label = await tab.at('qr').getAttribute('aria-label');
    expect(label).to.include('微信扫一扫').and.include('¥199').and.include('超值包');
    expect((await tab.page.title()).split(' · ')).to.deep.equal(['微信支付', '海马积分']);
  });

  it('copies the number of the order', async () => {
    const { person, payment } = await aBuyer();
    const tab = await open(person, payment.order_id);
    await tab.press('copy');
    await tab.sees('已复制');
    expect(await tab.page.evaluate('navigator.clipboard.readText()')).to.equal(payment.out_trade_no);
  });

  it('greys the code when its time is over, and a refresh brings a new order that can be paid', async () => {
    await onBoth(async (size) => {
      const { person, payment } = await aBuyer('medium');
      const tab = await open(person, payment.order_id, size);
      await tab.at('qr').waitFor();
      await orderRow(payment.order_id).update({ expires_at: new Date(Date.now() + 2_000) });
      // The server first: a page that is ahead of it would be put right again.
      await eventually(async () =>
        expect(await orderRow(payment.order_id).whereRaw('expires_at < clock_timestamp()')).to.have.length(1),
      );
      await tab.later(10_000);
      await standing(tab, 'expired');
      await tab.sees('二维码已过期');
      await tab.shoot('checkout-expired');
      await tab.press('refresh');
      await standing(tab, 'waiting');
      await eventually(async () => expect(tab.payments.at(-1)?.order_id).to.not.equal(payment.order_id));
      const renewed = tab.payments.at(-1);
      expect((await tab.isOn('/payment/checkout')).get('orderId')).to.equal(renewed?.order_id);
      expect(await tab.qrText()).to.equal(renewed?.code_url);
      await web().system.phone.pay(await scanToPay(web().system, tab));
      expect((await tab.isOn('/payment/result')).get('orderId')).to.equal(renewed?.order_id);
      await tab.at('result-paid').waitFor();
    });
  });

  it('says that an order was closed, and gives a new code', async () => {
    const { person, payment } = await aBuyer();
    const tab = await open(person, payment.order_id);
    await tab.at('qr').waitFor();
    await web().system.advance(31 * MINUTE);
    await web().system.sweep('close-expired-orders');
    await standing(tab, 'closed');
    await tab.sees('订单已关闭');
    await tab.shoot('checkout-closed');
    await tab.press('refresh');
    await standing(tab, 'waiting');
    expect(await tab.qrText()).to.equal(tab.payments.at(-1)?.code_url);
  });

  it('shows a closed order that was opened late, and the payment that came to it after all', async () => {
    const { person, payment } = await aBuyer();
    await web().system.advance(31 * MINUTE);
    await web().system.sweep('close-expired-orders');
    const tab = await open(person, payment.order_id, 'phone');
    await standing(tab, 'closed');
    expect(tab.payments).to.deep.equal([]);
    await web().system.phone.pay(payment.out_trade_no, { notify: false, despite_close: true });
    await tab.press('i-have-paid');
    await tab.inTime(tab.isOn('/payment/result'));
    await tab.at('result-paid').waitFor();
  });

  it('is unsure while the network is away, says so, and goes on by itself', async () => {
    await onBoth(async (size) => {
      const { person, payment } = await aBuyer();
      const tab = await open(person, payment.order_id, size);
      await tab.at('qr').waitFor();
      tab.expects(/ERR_INTERNET_DISCONNECTED/);
      await tab.setOffline(true);
      await tab.press('i-have-paid');
      await tab.sees('正在确认支付结果，请保持本页打开');
      await tab.shoot('checkout-unsure');
      await web().system.phone.pay(payment.out_trade_no, { notify: false });
      await tab.setOffline(false);
      await tab.inTime(tab.isOn('/payment/result'));
      await tab.at('result-paid').waitFor();
    });
  });

  it('keeps trying while WeChat gives no code', async () => {
    const { person, payment } = await aBuyer();
    const { system } = web();
    await system.stopWechat();
    const tab = await web().open(`/payment/checkout?orderId=${payment.order_id}`, { token: person.token });
    tab.expects(/status of 503/);
    await tab.at('trouble').waitFor();
    await tab.shoot('checkout-trouble');
    await system.startWechat();
    await tab.inTime(tab.at('qr').waitFor());
  });

  it('asks to sign in, and comes back to the order; nobody else sees it', async () => {
    const { system } = web();
    for (const size of ['desktop', 'phone'] as const) {
      const { payment } = await aBuyer();
      const tab = await web().open(`/payment/checkout?orderId=${payment.order_id}`, { size });
      tab.expects(/status of 404/);
      await tab.at('qr').waitFor();
      await tab.shoot('checkout-sign-in');
      await scanToSignIn(system, tab);
      await tab.at('stuck').waitFor();
      await tab.sees('找不到这个订单');
      await tab.seesNo(/¥|尝鲜包/);
      await tab.shoot('checkout-unknown');
    }
  });

  it('asks to sign in again where the session has ended, in the same place', async () => {
    const { system } = web();
    const tab = await web().open('/pricing');
    await tab.press('buy-small');
    const user = await scanToSignIn(system, tab);
    const orderId = (await tab.isOn('/payment/checkout')).get('orderId');
    await tab.at('qr').waitFor();
    tab.expects(/status of 401/);
    await system
      .knex('identity.sessions')
      .where({ kind: 'web' })
      .update({ expires_at: new Date(0) });
    await tab.press('i-have-paid');
    await tab.sees('登录已失效，请重新扫码登录');
    await tab.at('qr').waitFor();
    await tab.shoot('checkout-session-ended');
    const [ticket] = await system.knex('identity.login_tickets').orderBy('created_at', 'desc').limit(1);
    await system.phone.follower(user, 'SCAN', { scene: ticket.scene, unionid: true });
    await tab.later(2_000);
    await tab.at('pay').waitFor();
    expect((await tab.isOn('/payment/checkout')).get('orderId')).to.equal(orderId);
    expect(await tab.qrText()).to.equal(tab.payments.at(-1)?.code_url);
  });

  it('says that there is nothing to pay where the address names nothing', async () => {
    for (const size of ['desktop', 'phone'] as const) {
      const tab = await web().open('/payment/checkout', { size });
      await tab.sees('没有要支付的订单');
      await tab.shoot('checkout-nothing');
    }
  });

  it('leads whoever has paid already to the result', async () => {
    const { person, payment } = await aBuyer();
    await web().system.phone.pay(payment.out_trade_no);
    const tab = await web().open(`/payment/checkout?orderId=${payment.order_id}`, { token: person.token });
    await tab.isOn('/payment/result');
    await tab.at('result-paid').waitFor();
  });

  it('says that a refunded order was refunded', async () => {
    const { person, payment } = await aBuyer();
    await web().system.phone.pay(payment.out_trade_no, { notify: false });
    await web().system.phone.deliver(payment.out_trade_no);
    await orderRow(payment.order_id).update({ status: 'refunded', refunded_fen: 2_900 });
    const tab = await web().open(`/payment/checkout?orderId=${payment.order_id}`, { token: person.token });
    await tab.at('refunded').waitFor();
    await tab.shoot('checkout-refunded');
  });

  it('tells somebody on a phone that the code is for another screen, and saves a picture that can be scanned', async () => {
    const { person, payment } = await aBuyer();
    const tab = await open(person, payment.order_id, 'phone');
    await tab.at('qr').waitFor();
    await tab.sees(/长按识别或从相册选取无法支付/);
    const [download] = await Promise.all([
      tab.page.waitForEvent('download'),
      tab.page.getByRole('button', { name: '保存二维码图片' }).click(),
    ]);
    expect(download.suggestedFilename()).to.equal('微信支付二维码.png');
    expect(readQr(await readFile(await download.path()))).to.equal(tab.payments.at(-1)?.code_url);
  });
}).timeout(60_000);
