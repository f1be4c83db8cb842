import { expect } from 'chai';
import type { Person } from '../../support/http/actors.ts';
import { eventually } from '../../support/http/eventually.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

const PAGE = '/pages/settings/settings';

describe('设置', () => {
  const app = useMiniProgram();
  const sessions = async ({ token }: Person) =>
    (await app().system.call('/api/v1/sessions', { token })).json.sessions as readonly { readonly current: boolean }[];
  const sheet = (name: string) => ({ name, exact: true });

  /** Signed in on this phone, on two others, and by the test. */
  async function open() {
    const person = await app().system.actors.aPerson();
    for (const device of ['iPhone 15', 'Mate 60']) {
      const { code } = await app().system.phone.login(person.name);
      await app().system.call('/api/v1/session', { body: { code, device } });
    }
    const screen = await app().open({ person, page: PAGE });
    await screen.sees('登录设备');
    return { person, screen };
  }

  it('通知开关 is that of 个人中心', async () => {
    const { person, screen } = await open();
    await screen.tap('notifications');
    await eventually(async () => {
      const { json } = await app().system.call('/api/v1/me', { token: person.token });
      expect(json.notifications).to.equal(false);
    });
    await screen.goTo('/pages/about/about');
    await screen.back();
    expect((await screen.data<{ notifications: boolean }>()).notifications).to.equal(false);
  });

  it('登录设备: each with its name and when it was used; this one is 本机, the others can be ended', async () => {
    const { person, screen } = await open();
    const shown = await screen.at('session').allTextContents();
    expect(shown).to.have.length(4);
    expect(shown.filter((text) => text.includes('本机'))).to.have.length(1);
    expect(shown.join()).to.include('iPhone 15 · 微信小程序').and.to.include('最近使用：刚刚');
    await screen.shoot('settings');
    await screen.tap(screen.at('session').filter({ hasText: 'Mate 60' }).getByTestId('revoke'));
    await screen.page.locator('.shell-dialog').getByRole('button', sheet('退出')).tap();
    await eventually(async () => expect(await screen.at('session').count()).to.equal(3));
    expect(await sessions(person)).to.have.length(3);
    await screen.seesNo(/Mate 60/);
  });

  it('登录设备: one that has gone meanwhile is told, and the list is new', async () => {
    const { person, screen } = await open();
    await app().system.call('/api/v1/sessions/revoke-others', { token: person.token, method: 'POST' });
    // The phone's own session has ended with the others: it signs in again without a word.
    screen.expects(/status of 40[14]/);
    await screen.tap(screen.at('session').filter({ hasText: 'Mate 60' }).getByTestId('revoke'));
    await screen.page.locator('.shell-dialog').getByRole('button', sheet('退出')).tap();
    await screen.page.locator('.shell-toast').getByText('登录设备不存在或已退出').waitFor();
    await eventually(async () => expect(await screen.at('session').count()).to.equal(2));
  });

  it('退出其他设备 leaves this one alone', async () => {
    const { person, screen } = await open();
    await screen.tap('revoke-others');
    await screen.page.locator('.shell-dialog').getByRole('button', sheet('退出')).tap();
    await eventually(async () => expect(await screen.at('session').count()).to.equal(1));
    await screen.sees('本机');
    expect(await screen.at('revoke-others').count()).to.equal(0);
    const { status } = await app().system.call('/api/v1/me', { token: person.token });
    expect(status, 'the session of the test').to.equal(401);
  });

  it('清除缓存 asks first, and keeps who is signed in and what is being paid', async () => {
    const { screen } = await open();
    await screen.page.evaluate("wx.setStorageSync('draft', 'x'), wx.setStorageSync('pending-order', 'ord_1')");
    const token = await screen.page.evaluate("wx.getStorageSync('session-token')");
    await screen.tap('clear-cache');
    await screen.page.locator('.shell-dialog').getByRole('button', sheet('清除')).tap();
    await screen.page.locator('.shell-toast').getByText('缓存已清除').waitFor();
    expect(await screen.page.evaluate('wx.getStorageInfoSync().keys.sort()')).to.deep.equal([
      'pending-order',
      'session-token',
    ]);
    expect(await screen.page.evaluate("wx.getStorageSync('session-token')")).to.equal(token);
  });

  it('leads to 账号注销 and 隐私保护指引', async () => {
    const { screen } = await open();
    await screen.tap('closing');
    await screen.isOn('pages/closing/closing');
    await screen.back();
    await screen.tap('privacy');
    await screen.isOn('pages/privacy/privacy');
  });

  it('says that there is no network, and comes back by 重试', async () => {
    const screen = await app().open({ page: PAGE, online: false });
    await screen.sees('网络不给力');
    await screen.set({ online: true });
    await screen.tap('retry');
    await screen.sees('登录设备');
  });

  it('bears large letters', async () => {
    const screen = await app().open({ page: PAGE, fontSize: 23 });
    await screen.sees('登录设备');
    expect(await screen.overflow()).to.equal(0);
    await screen.shoot('settings-large-letters');
  });
}).timeout(60_000);
