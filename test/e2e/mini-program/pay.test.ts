import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { Screen } from './support/screen.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

describe('订单确认', () => {
  const app = useMiniProgram();

  const atConfirm = async (): Promise<Screen> => {
    const screen = await app().open({ page: '/pages/buy/buy' });
    await screen.tap('buy-now');
    await screen.isOn('pages/confirm/confirm');
    await screen.sees('50元=600积分');
    return screen;
  };
  const openCashier = async (): Promise<Screen> => {
    const screen = await atConfirm();
    await screen.tap('pay');
    await screen.page.locator('.shell-pay').waitFor();
    return screen;
  };
  const ordersAtWechat = async () => (await app().system.phone.orders()).length;

  it('shows the package, its validity, WeChat Pay, which cannot be changed, and the legal line', async () => {
    const screen = await atConfirm();
    expect(await screen.page.locator('.shell-title').textContent()).to.equal('确认订单');
    await screen.sees(/^积分有效期至\d{4}年\d{1,2}月\d{1,2}日$/);
    expect(await screen.at('payment-method').textContent()).to.match(/微信支付/);
    await screen.sees('虚拟商品不支持退款，请确认套餐内容');
    await screen.shoot('confirm');
  });

  it('is left by its close button', async () => {
    const screen = await atConfirm();
    await screen.tap('close');
    await screen.isOn('pages/buy/buy');
  });

  it('places no order and opens no cashier until 「立即支付」 is tapped, and that is disabled for one second', async () => {
    const before = await ordersAtWechat();
    const screen = await app().open({ page: '/pages/buy/buy' });
    await screen.tap('buy-now');
    await screen.isOn('pages/confirm/confirm');
    expect((await screen.data<{ disabled: boolean }>()).disabled).to.equal(true);
    await delay(1_300);
    expect((await screen.data<{ disabled: boolean }>()).disabled).to.equal(false);
    expect(await screen.page.locator('.shell-pay').count()).to.equal(0);
    expect(await ordersAtWechat()).to.equal(before);
  });

  it('the cashier shows the sum and what it is for', async () => {
    const screen = await openCashier();
    expect(await screen.page.locator('.shell-pay').textContent()).to.match(/¥50\.00/);
    await screen.shoot('cashier');
  });

  it('a payment leads to 支付成功, and home by itself after 5 seconds', async () => {
    const screen = await openCashier();
    await screen.page.locator('.shell-pay .pay').tap();
    await screen.isOn('pages/pay-success/pay-success');
    await screen.sees('支付成功');
    await screen.sees('¥50 → 600积分');
    await screen.sees(/^有效期至\d{4}年\d{1,2}月\d{1,2}日$/);
    await screen.sees('积分为虚拟商品，不支持提现或退款');
    await screen.sees('即将返回首页（4）');
    await screen.sees('即将返回首页（1）');
    expect(await screen.route()).to.equal('pages/pay-success/pay-success');
    await screen.isOn('pages/home/home');
    await screen.sees('600');
  });

  it('支付成功: 「查看积分余额」 leads home, 「生成API Key」 to the keys', async () => {
    for (const [button, route] of [
      ['to-home', 'pages/home/home'],
      ['to-keys', 'pages/keys/keys'],
    ] as const) {
      const screen = await openCashier();
      await screen.page.locator('.shell-pay .pay').tap();
      await screen.at(button).waitFor();
      if (button === 'to-home') await screen.shoot('pay-success');
      await screen.tap(button);
      await screen.isOn(route);
      await delay(5_500);
      expect(await screen.route()).to.equal(route);
    }
  });

  it('a cancelled cashier loses nothing: the page stays, says so, and pays the same order', async () => {
    const screen = await openCashier();
    const before = await ordersAtWechat();
    await screen.page.locator('.shell-pay .close').tap();
    await screen.sees('支付已取消，订单已为您保留，可继续支付');
    expect(await screen.route()).to.equal('pages/confirm/confirm');
    await screen.shoot('confirm-cancelled');
    await screen.tap('pay');
    await screen.page.locator('.shell-pay .pay').tap();
    await screen.isOn('pages/pay-success/pay-success');
    expect(await ordersAtWechat()).to.equal(before);
  });

  it('paid while the server answers 503: the page asks on, and nobody is sent back to pay again', async () => {
    const screen = await openCashier();
    screen.expects(/status of 503/);
    await screen.page.route('**/api/v1/orders/**', (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"database_unavailable"}' }),
    );
    await screen.page.locator('.shell-pay .pay').tap();
    await screen.isOn('pages/pay-pending/pay-pending');
    await screen.at('retry').waitFor();
    await screen.page.unroute('**/api/v1/orders/**');
    await screen.tap('retry');
    await screen.isOn('pages/pay-success/pay-success');
  });

  it('a failure leads to 支付失败 with its reason, and nowhere by itself', async () => {
    const screen = await atConfirm();
    await screen.set({ payment: 'fail' });
    await screen.tap('pay');
    await screen.isOn('pages/pay-failure/pay-failure');
    await screen.sees('支付失败');
    await screen.sees('余额不足');
    await screen.shoot('pay-failure');
    await delay(6_500);
    expect(await screen.route()).to.equal('pages/pay-failure/pay-failure');
    await screen.tap('pay-again');
    await screen.isOn('pages/confirm/confirm');
    await screen.sees('50元=600积分');
  });

  it('支付失败: 「联系客服」 opens WeChat’s customer service', async () => {
    const screen = await atConfirm();
    await screen.set({ payment: 'fail' });
    await screen.tap('pay');
    await screen.tap('contact');
    await screen.page.locator('.shell-dialog').getByText('客服会话').waitFor();
  });

  it('no network: says so, and the order can be paid afterwards', async () => {
    const screen = await atConfirm();
    await screen.set({ online: false });
    await screen.tap('pay');
    await screen.page.getByText('网络不给力，请稍后重试').waitFor();
    await screen.set({ online: true });
    await screen.tap('pay');
    await screen.page.locator('.shell-pay .pay').tap();
    await screen.isOn('pages/pay-success/pay-success');
  });
}).timeout(90_000);

describe('支付处理中', () => {
  const app = useMiniProgram();

  /** An order whose payment WeChat has taken, and which nobody has told us of. */
  const aStrandedPayment = async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    return { person, order: await actors.anOrder(person) };
  };

  it('asks until the payment is there, and then leads to 支付成功', async () => {
    const { person, order } = await aStrandedPayment();
    const screen = await app().open({ person, page: `/pages/pay-pending/pay-pending?id=${order.id}` });
    await screen.sees('支付处理中');
    await screen.shoot('pay-pending');
    expect(await screen.route()).to.equal('pages/pay-pending/pay-pending');
    await app().system.phone.pay(order.out_trade_no, { notify: false });
    await screen.isOn('pages/pay-success/pay-success');
  });

  it('goes on asking by itself after a first look that failed', async () => {
    const { person, order } = await aStrandedPayment();
    await app().system.phone.pay(order.out_trade_no, { notify: false });
    const screen = await app().open({ person, page: `/pages/pay-pending/pay-pending?id=${order.id}`, api: 'broken' });
    await screen.at('state-error').waitFor();
    await screen.heal();
    await screen.isOn('pages/pay-success/pay-success');
  });

  it('a closed mini-program finds its payment again when it is opened', async () => {
    const screen = await app().open({ page: '/pages/buy/buy' });
    await screen.tap('buy-now');
    await screen.isOn('pages/confirm/confirm');
    await screen.set({ payment: 'lose' });
    await screen.sees('50元=600积分');
    await screen.tap('pay');
    await delay(1_500);
    await screen.restart();
    await screen.isOn('pages/pay-success/pay-success');
  });

  it('an order that was closed leads to 支付失败', async () => {
    const { person, order } = await aStrandedPayment();
    await app().system.advance(3 * 3_600);
    await app().system.sweep();
    const screen = await app().open({ person, page: `/pages/pay-pending/pay-pending?id=${order.id}` });
    await screen.isOn('pages/pay-failure/pay-failure');
    await screen.sees('订单已超时关闭');
  });
}).timeout(90_000);
