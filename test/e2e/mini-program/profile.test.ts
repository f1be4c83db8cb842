import { expect } from 'chai';
import { SIMULATED_TEMPLATES } from '../../../src/cli/system/subscribe-messages-config.ts';
import { aCallerOf } from '../../support/http/callers.ts';
import { eventually } from '../../support/http/eventually.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

const PAGE = '/pages/profile/profile';

describe('个人中心', () => {
  const app = useMiniProgram();
  const me = async (token: string) => (await app().system.call('/api/v1/me', { token })).json;

  it('账户信息头图: avatar and nickname in the middle, 未绑定手机, 未绑定邮箱, 编辑资料', async () => {
    const screen = await app().open({ page: PAGE });
    await screen.sees(/^微信用户/);
    for (const text of ['未绑定手机', '未绑定邮箱']) await screen.sees(text);
    const { width } = screen.page.viewportSize() ?? { width: 0 };
    for (const part of ['avatar-blank', 'nickname', 'bindings']) {
      const box = await screen.at(part).boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 0) / 2, part).to.be.closeTo(width / 2, 1);
    }
    await screen.shoot('profile-new-user');
    await screen.tap('edit-profile');
    await screen.isOn('pages/profile-edit/profile-edit');
  });

  it('积分消耗记录: the newest three, with time, API and points; 查看全部 leads to the statement', async () => {
    const caller = await aCallerOf(app().system);
    for (const quantity of [1, 2, 3]) await caller.charge({ quantity });
    await caller.charge({ api: 'text.moderate' });
    const screen = await app().open({ person: caller.person, page: PAGE });
    await screen.at('consumed').first().waitFor();
    const shown = await screen.at('consumed').allTextContents();
    expect(shown).to.have.length(3);
    expect(shown[0]).to.match(/^文本审核\d{4}-\d\d-\d\d \d\d:\d\d-1积分$/);
    expect(shown[1]).to.match(/^图片识别.*-15积分$/);
    expect(shown[2]).to.match(/^图片识别.*-10积分$/);
    await screen.shoot('profile');
    await screen.tap(screen.text('查看全部'));
    await screen.isOn('pages/statement/statement');
  });

  it('积分消耗记录: says so where there is none', async () => {
    const screen = await app().open({ page: PAGE });
    await screen.sees('暂无消耗记录');
    await screen.sees('暂无调用');
  });

  it('API调用日志: whether the newest call has succeeded, and when', async () => {
    const caller = await aCallerOf(app().system);
    await caller.charge();
    const screen = await app().open({ person: caller.person, page: PAGE });
    await screen.sees('成功');
    expect(await screen.at('newest-call').textContent()).to.match(/^图片识别 \d{4}-\d\d-\d\d \d\d:\d\d$/);
    await caller.charge({ quantity: 1_000 });
    await app().system.writeDownRefusals();
    await screen.pull();
    await screen.sees('失败');
    expect(await screen.at('newest-call').textContent()).to.match(/ 积分不足$/);
    await screen.shoot('profile-call-failed');
    await screen.tap('calls-card');
    await screen.isOn('pages/calls/calls');
  });

  it('发票管理: how many wait to be requested', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    await actors.aPaidOrder(person);
    await actors.aPaidOrder(person, 'points-10');
    const screen = await app().open({ person, page: PAGE });
    await screen.sees('2张待申请');
    await screen.tap('invoices-card');
    await screen.isOn('pages/invoices/invoices');
  });

  it('通知开关: on at first; switched off and on again, it asks for the messages and keeps what is accepted', async () => {
    const { actors, call } = app().system;
    const person = await actors.aPerson();
    const screen = await app().open({ person, page: PAGE });
    await screen.at('notifications').waitFor();
    expect((await screen.data<{ notifications: boolean }>()).notifications).to.equal(true);
    await screen.tap('notifications');
    await eventually(async () => expect((await me(person.token)).notifications).to.equal(false));
    expect(await screen.page.evaluate('__preview.subscribed()')).to.deep.equal([]);
    await screen.tap('notifications');
    await eventually(async () => {
      const { notifications, templates } = (await call('/api/v1/subscriptions', { token: person.token })).json;
      expect(notifications).to.equal(true);
      expect(templates.map(({ available }: { available: number }) => available)).to.deep.equal([1, 1, 1]);
    });
    const asked = Object.values(SIMULATED_TEMPLATES).map(({ id }) => id);
    expect(await screen.page.evaluate('__preview.subscribed()')).to.deep.equal([asked]);
  });

  it('通知开关: somebody who takes no messages has it on all the same', async () => {
    const { actors, call } = app().system;
    const person = await actors.aPerson();
    const body = { notifications: false };
    await call('/api/v1/me', { token: person.token, method: 'PUT', body });
    const screen = await app().open({ person, page: PAGE });
    await screen.at('notifications').waitFor();
    await screen.set({ messages: 'reject' });
    await screen.tap('notifications');
    await eventually(async () => expect((await me(person.token)).notifications).to.equal(true));
    const { templates } = (await call('/api/v1/subscriptions', { token: person.token })).json;
    expect(templates.map(({ available }: { available: number }) => available)).to.deep.equal([0, 0, 0]);
  });

  it('通知开关: goes back where there is no network', async () => {
    const screen = await app().open({ page: PAGE });
    await screen.at('notifications').waitFor();
    await screen.set({ online: false });
    await screen.tap('notifications');
    await screen.page.locator('.shell-toast').getByText('网络不给力').waitFor();
    expect((await screen.data<{ notifications: boolean }>()).notifications).to.equal(true);
  });

  it('系统设置区: 关于我们, 用户协议', async () => {
    const screen = await app().open({ page: PAGE });
    for (const [entry, page] of [['about', 'about'] as const, ['agreement', 'agreement'] as const]) {
      await screen.tap(entry);
      await screen.isOn(`pages/${page}/${page}`);
      await screen.back();
    }
    await screen.tap('settings');
    await screen.isOn('pages/settings/settings');
  });

  it('扩展入口: folded; opened, it leads to 联系客服, 常见问题, 开发者合作, API服务状态', async () => {
    const screen = await app().open({ page: PAGE });
    await screen.at('more').waitFor();
    expect(await screen.at('faq').count()).to.equal(0);
    await screen.tap('more');
    await screen.at('api-status').scrollIntoViewIfNeeded();
    await screen.shoot('profile-unfolded');
    const entries = { contact: 'contact', faq: 'faq', partners: 'contact', 'api-status': 'api-status' };
    for (const [entry, page] of Object.entries(entries)) {
      await screen.tap(entry);
      await screen.isOn(`pages/${page}/${page}`);
      await screen.back();
    }
  });

  it('绑定手机号 and 绑定邮箱 stand greyed at the bottom of the page, and do nothing', async () => {
    const screen = await app().open({ page: PAGE });
    const last = screen.at('bind-email');
    await last.scrollIntoViewIfNeeded();
    const { y } = (await last.boundingBox()) ?? { y: 0 };
    for (const above of ['settings', 'more']) {
      expect((await screen.at(above).boundingBox())?.y, above).to.be.lessThan(y);
    }
    for (const button of ['bind-phone', 'bind-email']) {
      expect(await screen.at(button).getAttribute('class')).to.include('disabled');
      await screen.at(button).tap({ force: true });
    }
    expect(await screen.route()).to.equal('pages/profile/profile');
    expect(await screen.page.locator('.shell-dialog').count()).to.equal(0);
    await screen.shoot('profile-bottom');
  });

  it('退出登录: red, at the bottom of the screen, asks first', async () => {
    const screen = await app().open({ page: PAGE });
    await screen.at('sign-out').waitFor();
    const color: string = await screen.page.evaluate(
      `getComputedStyle(document.querySelector('[data-testid=sign-out]')).color`,
    );
    const [red = 0, green = 0, blue = 0] = color.match(/\d+/g)?.map(Number) ?? [];
    expect(red).to.be.greaterThan(2 * Math.max(green, blue));
    await screen.tap('sign-out');
    await screen.page.locator('.shell-dialog').getByText('取消').tap();
    await screen.sees('编辑资料');
  });

  it('退出登录: nobody is signed in any more, on no page, also when it is opened again; 微信一键登录 comes back', async () => {
    const { actors, call } = app().system;
    const person = await actors.aPerson();
    const screen = await app().open({ person });
    await screen.sees('当前积分余额');
    await screen.openTab('个人中心');
    await screen.tap('sign-out');
    await screen.page.locator('.shell-dialog').getByRole('button', { name: '退出登录' }).tap();
    await screen.sees('您已退出登录');
    await screen.shoot('profile-signed-out');
    await screen.restart();
    await screen.sees('微信一键登录');
    await screen.openTab('个人中心');
    const { sessions } = (await call('/api/v1/sessions', { token: person.token })).json;
    expect(sessions, 'the session of the phone has ended').to.have.length(1);
    await screen.tap(screen.text('微信一键登录'));
    await screen.sees((await me(person.token)).nickname);
    await screen.openTab('首页');
    await screen.sees('当前积分余额');
  });

  it('退出登录 without network: on this phone all the same', async () => {
    const screen = await app().open({ page: PAGE });
    await screen.at('sign-out').waitFor();
    await screen.set({ online: false });
    await screen.tap('sign-out');
    await screen.page.locator('.shell-dialog').getByRole('button', { name: '退出登录' }).tap();
    await screen.sees('您已退出登录');
  });

  it('says that there is no network, and comes back by 重试', async () => {
    const screen = await app().open({ page: PAGE, online: false });
    await screen.sees('网络不给力');
    await screen.shoot('profile-offline');
    await screen.set({ online: true });
    await screen.tap('retry');
    await screen.sees('编辑资料');
  });

  it('on iOS, where nothing is sold, shows no price and no way to buy', async () => {
    const caller = await aCallerOf(app().system);
    await caller.charge();
    const screen = await app().open({ person: caller.person, page: PAGE, platform: 'ios' });
    await screen.sees('1张待申请');
    await screen.seesNo(/元|¥|购买|充值/);
    await screen.shoot('profile-ios');
  });

  it('bears large letters', async () => {
    const screen = await app().open({ page: PAGE, fontSize: 23 });
    await screen.sees('编辑资料');
    expect(await screen.overflow()).to.equal(0);
    await screen.shoot('profile-large-letters');
  });
}).timeout(60_000);
