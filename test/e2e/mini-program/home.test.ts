import { expect } from 'chai';
import { useMiniProgram } from './support/use-mini-program.ts';

describe('首页', () => {
  const app = useMiniProgram();

  it('signs a new user in without asking anything, and shows nickname and balance', async () => {
    const screen = await app().open();
    await screen.sees(/^微信用户/);
    expect(await screen.at('balance').textContent()).to.equal('0');
    expect(await screen.page.locator('.shell-dialog').count()).to.equal(0);
    await screen.shoot('home-new-user');
  });

  it('shows the balance with separators, the recommended package, keys in use and the way to the documents', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    await actors.aPaidOrder(person, 'points-300');
    await actors.anApiKey(person);
    await actors.anApiKey(person, { name: 'second' });
    const screen = await app().open({ person });
    await screen.sees('4,200');
    await screen.sees('50元=600积分，最热销');
    await screen.sees('2个Key使用中');
    await screen.sees('查看接口文档');
    await screen.shoot('home');
  });

  it('「刷新」 brings the balance up to date', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    const screen = await app().open({ person });
    await screen.sees('当前积分余额');
    await actors.aPaidOrder(person);
    await screen.tap('refresh');
    await screen.sees('600');
  });

  it('refreshes when it is pulled down', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    const screen = await app().open({ person });
    await screen.sees('当前积分余额');
    await actors.aPaidOrder(person);
    await screen.pull();
    await screen.sees('600');
  });

  it('API服务状态 is one line while all is well', async () => {
    const screen = await app().open();
    await screen.sees('全部接口运行正常');
    expect(await screen.at('status-notice').count()).to.equal(0);
  });

  it('the bar at the bottom stays there, and leads to 生成Key and 购买积分', async () => {
    const screen = await app().open();
    await screen.tap('bar-new-key');
    await screen.isOn('pages/key-new/key-new');
    await screen.back();
    await screen.tap('bar-buy');
    await screen.isOn('pages/buy/buy');
  });

  it('the cards lead to 购买积分, API Key and 文档中心', async () => {
    const screen = await app().open();
    await screen.tap('entry-docs');
    await screen.isOn('pages/docs/docs');
    await screen.back();
    await screen.tap('entry-keys');
    await screen.isOn('pages/keys/keys');
    await screen.openTab('首页');
    await screen.tap('entry-buy');
    await screen.isOn('pages/buy/buy');
  });

  it('says that there is no network, and comes back by 重试', async () => {
    const screen = await app().open({ online: false });
    await screen.sees('网络不给力');
    await screen.shoot('home-offline');
    await screen.set({ online: true });
    await screen.tap('retry');
    await screen.sees('当前积分余额');
  });

  it('shows bones while it loads', async () => {
    const screen = await app().open({ api: 'held' });
    await screen.at('state-loading').waitFor();
    await screen.shoot('home-loading');
    await screen.heal();
    await screen.sees('当前积分余额');
  });

  it('says what the server says when it fails, and comes back by 重试', async () => {
    const screen = await app().open({ api: 'broken' });
    await screen.sees('服务暂时不可用');
    await screen.shoot('home-error');
    await screen.heal();
    await screen.tap('retry');
    await screen.sees('当前积分余额');
  });

  it('signs in again by itself when the session has ended', async () => {
    const screen = await app().open();
    screen.expects(/status of 401/);
    await screen.sees('当前积分余额');
    await app().system.knex('identity.sessions').delete();
    await screen.tap('refresh');
    await screen.page.getByText('已刷新').waitFor();
    await screen.openTab('购买积分');
    await screen.sees('可用积分：0');
  });

  it('on iOS, where nothing is sold, shows no price and no way to buy', async () => {
    const screen = await app().open({ platform: 'ios' });
    await screen.sees('当前积分余额');
    await screen.seesNo(/元|购买/);
    await screen.shoot('home-ios');
  });

  it('bears large letters', async () => {
    const screen = await app().open({ fontSize: 23 });
    await screen.sees('当前积分余额');
    await screen.shoot('home-large-letters');
    expect(await screen.overflow()).to.equal(0);
  });
}).timeout(60_000);
