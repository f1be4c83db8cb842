import { expect } from 'chai';
import type { Person } from '../../support/http/actors.ts';
import { RefundingSystem } from '../../support/http/refunding-system.ts';
import { hold, question, textsOf, told } from './support/answers.ts';
import type { Screen } from './support/screen.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

describe('购买记录', () => {
  const app = useMiniProgram();
  const openOrders = (person: Person, more: object = {}): Promise<Screen> =>
    app().open({ person, page: '/pages/orders/orders', ...more });

  /** Somebody with one order of each state. */
  async function withEveryState(): Promise<Person> {
    const { actors, system } = { actors: app().system.actors, system: app().system };
    const refunding = new RefundingSystem(system);
    const person = await actors.aPerson();
    await actors.anOrder(person, 'points-10');
    await system.advance(3 * 3_600);
    await system.sweep();
    for (const amount of [1_000, 'all'] as const) {
      const order = await actors.aPaidOrder(person, 'points-50');
      await refunding.send({ person, order }, amount);
      await system.advance(60);
      await system.sweep();
    }
    await actors.aPaidOrder(person, 'points-300');
    await actors.anOrder(person, 'points-50');
    return person;
  }

  it('is reached from the bar of 购买积分', async () => {
    const screen = await app().open({ page: '/pages/buy/buy' });
    await screen.tap('orders-link');
    await screen.isOn('pages/orders/orders');
    await screen.sees('暂无购买记录');
    await screen.shoot('orders-empty');
  });

  it('lists orders with package, state, points and sum, newest first, by 全部, 待支付, 已支付, 已退款 and 已关闭', async () => {
    const screen = await openOrders(await withEveryState());
    const all = await textsOf(screen, 'order', 5);
    const states = all.map((row) => /待支付|已支付|部分退款|已退款|已关闭/.exec(row)?.[0]);
    expect(states).to.deep.equal(['待支付', '已支付', '已退款', '部分退款', '已关闭']);
    expect(all[1]).to.match(/300元=4000积分[\s\S]*4,000积分 \+ 赠200积分[\s\S]*¥300/);
    await screen.shoot('orders');
    const expected = { pending: ['待支付'], paid: ['已支付'], refunded: ['已退款', '部分退款'], closed: ['已关闭'] };
    for (const [tab, texts] of Object.entries(expected)) {
      await screen.tap(`tab-${tab}`);
      await screen.at('order').nth(texts.length).waitFor({ state: 'detached' });
      const rows = await textsOf(screen, 'order', texts.length);
      expect(rows.map((row) => texts.find((text) => row.includes(text)))).to.deep.equal(texts);
    }
  });

  it('loads more at the end of a page, and again where that has failed', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    for (let placed = 0; placed < 23; placed++) await actors.aPaidOrder(person, 'points-10');
    const screen = await openOrders(person);
    await textsOf(screen, 'order', 20);
    await screen.set({ online: false });
    await screen.tap('list-footer');
    await screen.sees('加载失败，点击重试');
    await screen.set({ online: true });
    await screen.tap('list-footer');
    expect(await textsOf(screen, 'order', 23)).to.have.length(23);
    await screen.sees('没有更多了');
  });

  it('shows skeletons while it loads', async () => {
    const screen = await app().open();
    const release = await hold(screen, '**/api/v1/orders*');
    await screen.goTo('/pages/orders/orders');
    await screen.at('state-loading').waitFor();
    await screen.shoot('orders-loading');
    release();
    await screen.sees('暂无购买记录');
  });

  it('says that there is no network, and comes back by 重试', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    await actors.aPaidOrder(person);
    const screen = await openOrders(person, { online: false });
    await screen.sees('网络不给力');
    await screen.shoot('orders-offline');
    await screen.set({ online: true });
    await screen.tap('retry');
    await screen.sees('已支付');
  });

  it('an error can be tried again', async () => {
    const screen = await app().open();
    screen.expects(/status of 503/);
    const problem = { code: 'unavailable', title: '服务繁忙', detail: '请稍后重试' };
    await screen.page.route('**/api/v1/orders*', (route) => route.fulfill({ status: 503, json: problem }));
    await screen.goTo('/pages/orders/orders');
    await screen.sees('服务繁忙');
    await screen.shoot('orders-error');
    await screen.page.unroute('**/api/v1/orders*');
    await screen.tap('retry');
    await screen.sees('暂无购买记录');
  });

  it('refreshes when it is pulled down', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    const screen = await openOrders(person);
    await screen.sees('暂无购买记录');
    await actors.aPaidOrder(person);
    await screen.pull();
    await textsOf(screen, 'order', 1);
  });

  it('bears large letters', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    await actors.aPaidOrder(person, 'points-300');
    const screen = await openOrders(person, { fontSize: 23 });
    await textsOf(screen, 'order', 1);
    await screen.shoot('orders-large-letters');
    expect(await screen.overflow()).to.equal(0);
  });
}).timeout(90_000);

describe('订单详情', () => {
  const app = useMiniProgram();
  const openOrder = (person: Person, { id }: { readonly id: string }, more: object = {}): Promise<Screen> =>
    app().open({ person, page: `/pages/order-detail/order-detail?id=${id}`, ...more });
  async function aPendingOrder() {
    const { actors } = app().system;
    const person = await actors.aPerson();
    return { person, order: await actors.anOrder(person) };
  }
  async function aPaidOrder() {
    const { actors } = app().system;
    const person = await actors.aPerson();
    return { person, order: await actors.aPaidOrder(person) };
  }

  it('is where a row of 购买记录 leads', async () => {
    const { person } = await aPaidOrder();
    const screen = await app().open({ person, page: '/pages/orders/orders' });
    await screen.tap('order');
    await screen.isOn('pages/order-detail/order-detail');
    await screen.sees('微信交易单号');
  });

  it('shows package, sum, points, validity, number, transaction and state of a paid order', async () => {
    const { person, order } = await aPaidOrder();
    const screen = await openOrder(person, order);
    await screen.sees('微信交易单号');
    expect(await screen.at('order-title').textContent()).to.equal('50元=600积分');
    expect(await screen.at('order-amount').textContent()).to.equal('¥50');
    expect(await screen.at('order-status').textContent()).to.equal('已支付');
    expect(await screen.at('order-number').textContent()).to.equal(order.out_trade_no);
    expect(await screen.at('row-获得积分').textContent()).to.equal('获得积分600积分');
    expect(await screen.at('row-积分有效期至').textContent()).to.match(/\d{4}\/\d\d\/\d\d$/);
    expect(await screen.at('row-微信交易单号').textContent()).to.match(/\d{10,}$/);
    await screen.shoot('order-detail');
  });

  it('the number of the order can be copied', async () => {
    const { person, order } = await aPaidOrder();
    const screen = await openOrder(person, order);
    await screen.tap('copy-number');
    await told(screen, '内容已复制');
    expect(await screen.copied()).to.equal(order.out_trade_no);
  });

  it('shows how much was refunded', async () => {
    const refunding = new RefundingSystem(app().system);
    const sale = await refunding.aSale();
    await refunding.send(sale, 1_000);
    await app().system.advance(60);
    await app().system.sweep();
    const screen = await openOrder(sale.person, sale.order);
    await screen.sees('部分退款');
    expect(await screen.at('row-已退金额').textContent()).to.equal('已退金额¥10');
    await screen.shoot('order-detail-refunded');
  });

  it('「继续支付」 pays this very order', async () => {
    const { person, order } = await aPendingOrder();
    const screen = await openOrder(person, order);
    await screen.sees('请在此前支付');
    await screen.shoot('order-detail-pending');
    await screen.tap('pay');
    await screen.page.locator('.shell-pay .pay').tap();
    await screen.isOn('pages/pay-success/pay-success');
    const { json } = await app().system.call(`/api/v1/orders/${order.id}`, { token: person.token });
    expect(json.status).to.equal('paid');
  });

  it('「继续支付」 cancelled loses nothing', async () => {
    const { person, order } = await aPendingOrder();
    const screen = await openOrder(person, order);
    await screen.tap('pay');
    await screen.page.locator('.shell-pay .close').tap();
    await screen.sees('支付已取消，订单已为您保留，可继续支付');
    await screen.tap('pay');
    await screen.page.locator('.shell-pay .pay').tap();
    await screen.isOn('pages/pay-success/pay-success');
  });

  it('「继续支付」 that fails leads to 支付失败', async () => {
    const { person, order } = await aPendingOrder();
    const screen = await openOrder(person, order);
    await screen.sees('继续支付');
    await screen.set({ payment: 'fail' });
    await screen.tap('pay');
    await screen.isOn('pages/pay-failure/pay-failure');
  });

  it('「继续支付」 without a network says so, and can be tapped again', async () => {
    const { person, order } = await aPendingOrder();
    const screen = await openOrder(person, order);
    await screen.sees('继续支付');
    await screen.set({ online: false });
    await screen.tap('pay');
    await told(screen, '网络不给力');
    await screen.set({ online: true });
    await screen.page.waitForFunction('getCurrentPages().at(-1).data.paying === false');
    await screen.tap('pay');
    await screen.page.locator('.shell-pay .pay').tap();
    await screen.isOn('pages/pay-success/pay-success');
  });

  it('「我已支付」 asks WeChat, and shows what it says', async () => {
    const { person, order } = await aPendingOrder();
    const screen = await openOrder(person, order);
    await screen.tap('i-have-paid');
    await told(screen, '暂未查询到支付结果');
    await app().system.phone.pay(order.out_trade_no, { notify: false });
    // WeChat is asked every two seconds at most.
    await app().system.advance(3);
    await screen.tap('i-have-paid');
    await told(screen, '支付成功，积分已到账');
    await screen.sees('已支付');
    expect(await screen.at('pay').count()).to.equal(0);
  });

  it('「申请发票」 of a paid order leads to the request', async () => {
    const { person, order } = await aPaidOrder();
    const screen = await openOrder(person, order);
    await screen.tap('invoice');
    await screen.isOn('pages/invoice-request/invoice-request');
  });

  it('「联系客服」 opens WeChat’s customer service', async () => {
    const { person, order } = await aPaidOrder();
    const screen = await openOrder(person, order);
    await screen.tap('contact');
    await question(screen).getByText('客服会话').waitFor();
  });

  it('a closed order offers neither payment nor invoice', async () => {
    const { person, order } = await aPendingOrder();
    await app().system.advance(3 * 3_600);
    await app().system.sweep();
    const screen = await openOrder(person, order);
    await screen.sees('已关闭');
    for (const button of ['pay', 'i-have-paid', 'invoice']) expect(await screen.at(button).count()).to.equal(0);
    await screen.shoot('order-detail-closed');
  });

  it('where nothing is sold offers no payment, and shows no price', async () => {
    const { person, order } = await aPendingOrder();
    const screen = await openOrder(person, order, { platform: 'ios' });
    await screen.sees('我已支付');
    for (const part of ['pay', 'order-amount']) expect(await screen.at(part).count()).to.equal(0);
    await screen.seesNo(/购买|继续支付|请在此前支付|¥|元/);
    await screen.shoot('order-detail-ios');
  });

  it('shows skeletons while it loads', async () => {
    const { person, order } = await aPaidOrder();
    const screen = await app().open({ person });
    const release = await hold(screen, '**/api/v1/orders/*');
    await screen.goTo(`/pages/order-detail/order-detail?id=${order.id}`);
    await screen.at('state-loading').waitFor();
    await screen.shoot('order-detail-loading');
    release();
    await screen.sees('微信交易单号');
  });

  it('of somebody else is unknown', async () => {
    const { order } = await aPaidOrder();
    const screen = await app().open();
    screen.expects(/status of 404/);
    await screen.goTo(`/pages/order-detail/order-detail?id=${order.id}`);
    await screen.sees('订单不存在');
    await screen.shoot('order-detail-error');
  });

  it('says that there is no network, and comes back by 重试', async () => {
    const { person, order } = await aPaidOrder();
    const screen = await openOrder(person, order, { online: false });
    await screen.sees('网络不给力');
    await screen.set({ online: true });
    await screen.tap('retry');
    await screen.sees('微信交易单号');
  });

  it('signs in again where the session has ended meanwhile', async () => {
    const { person, order } = await aPendingOrder();
    const screen = await openOrder(person, order);
    await screen.sees('继续支付');
    await app().system.call('/api/v1/sessions/revoke-others', { method: 'POST', token: person.token });
    screen.expects(/status of 401/);
    await screen.tap('i-have-paid');
    await told(screen, '暂未查询到支付结果');
  });

  it('bears large letters', async () => {
    const { person, order } = await aPaidOrder();
    const screen = await openOrder(person, order, { fontSize: 23 });
    await screen.sees('微信交易单号');
    await screen.shoot('order-detail-large-letters');
    expect(await screen.overflow()).to.equal(0);
  });
}).timeout(60_000);
