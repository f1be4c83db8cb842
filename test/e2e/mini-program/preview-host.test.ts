import { expect } from 'chai';
import type { Screen } from './support/screen.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

describe('the browser that stands for WeChat', () => {
  const app = useMiniProgram();
  const open = async (): Promise<Screen> => {
    const screen = await app().open();
    await screen.sees('当前积分余额');
    return screen;
  };
  const refusal = (screen: Screen, expression: string): Promise<string> =>
    screen.page.evaluate(
      `Promise.resolve().then(() => ${expression}).then(() => 'taken', (e) => e.errMsg ?? e.message)`,
    );

  it('throws where a function of wx is used that it does not have', async () => {
    const screen = await open();
    screen.expects(/wx\.scanCode is not in the preview/);
    expect(await refusal(screen, 'wx.scanCode()')).to.equal('wx.scanCode is not in the preview');
  });

  it('refuses the moves that WeChat refuses', async () => {
    const screen = await open();
    screen.expects(/navigateTo|switchTab/);
    expect(await refusal(screen, "wx.navigateTo({ url: '/pages/nowhere/nowhere' })")).to.match(/is not found/);
    expect(await refusal(screen, "wx.navigateTo({ url: '/pages/buy/buy' })")).to.match(/tabbar page/);
    expect(await refusal(screen, "wx.switchTab({ url: '/pages/docs/docs' })")).to.match(/no-tabBar page/);
  });

  it('keeps ten pages at most, as WeChat does', async () => {
    const screen = await open();
    screen.expects(/webview count limit exceed/);
    for (let pages = 1; pages < 10; pages++) await screen.goTo('/pages/docs/docs');
    expect(await refusal(screen, "wx.navigateTo({ url: '/pages/docs/docs' })")).to.match(/webview count limit exceed/);
  });

  it('tells a mistake of a page, and fails the test that does not expect it', async () => {
    const screen = await open();
    await screen.page.evaluate("console.error('a mistake'); setTimeout(() => { throw new Error('another') })");
    await screen.page.waitForTimeout(100);
    expect(screen.troubles()).to.have.length(2);
    screen.expects(/a mistake|another/);
  });

  it('does not let a payment begin that WeChat would refuse', async () => {
    const screen = await open();
    screen.expects(/status of 400/);
    const params = "{ timeStamp: '1', nonceStr: 'x', package: 'prepay_id=x', signType: 'RSA', paySign: 'x' }";
    expect(await refusal(screen, `wx.requestPayment(${params})`)).to.match(/^requestPayment:fail parameter error/);
    expect(await refusal(screen, 'wx.requestPayment({ timeStamp: 1 })')).to.match(
      /parameter.timeStamp should be String/,
    );
    expect(await screen.page.locator('.shell-pay').count()).to.equal(0);
  });

  it('refuses requests that are not https', async () => {
    const screen = await open();
    screen.expects(/is not https/);
    const request = "new Promise((success, fail) => wx.request({ url: 'http://a.example/', success, fail }))";
    expect(await refusal(screen, request)).to.match(/not https/);
  });

  it('gives each user a storage of his own', async () => {
    const screen = await open();
    await screen.page.evaluate("wx.setStorageSync('key', { a: 1 })");
    expect(await screen.page.evaluate("wx.getStorageSync('key')")).to.deep.equal({ a: 1 });
    await screen.set({ user: 'somebody-else' });
    expect(await screen.page.evaluate("wx.getStorageSync('key')")).to.equal('');
  });

  it('has a panel beside the phone: who am I, the next payment, no network, iOS, dark', async () => {
    const screen = await open();
    const { page } = screen;
    await page.setViewportSize({ width: 1_000, height: 900 });
    await page.goto(`${app().system.url}/preview`);
    const phone = page.frameLocator('#app');
    await phone.getByText('当前积分余额').waitFor();
    const before = await phone.getByTestId('nickname').textContent();
    await page.locator('[name=dark]').check();
    expect(await phone.locator('html').getAttribute('data-theme')).to.equal('dark');
    await page.locator('[name=user]').fill('somebody-new');
    await page.locator('[name=user]').blur();
    await phone
      .getByTestId('nickname')
      .filter({ hasNotText: before ?? '' })
      .waitFor();
    await page.locator('[name=platform]').selectOption('ios');
    await phone.getByTestId('entry-buy').waitFor({ state: 'detached' });
    await phone.getByText('当前积分余额').waitFor();
    await page.locator('[name=offline]').check();
    await page.locator('#pull').click();
    await phone.getByText('网络不给力').first().waitFor();
    await page.screenshot({ path: 'test-results/mini-program/panel.png' });
  });
}).timeout(60_000);
