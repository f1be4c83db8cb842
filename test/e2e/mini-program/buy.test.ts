import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { ask } from './support/screen.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

const BLUE = 'rgb(31, 107, 255)';
const borderOf = (card: Locator): Promise<string> => ask(card, 'getComputedStyle(element).borderTopColor');

describe('购买积分', () => {
  const app = useMiniProgram();
  const open = () => app().open({ page: '/pages/buy/buy' });

  it('shows what can be spent, until when, and the way to the purchases, and keeps it at the top', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    await actors.aPaidOrder(person, 'points-300');
    const screen = await app().open({ person, page: '/pages/buy/buy' });
    await screen.sees('可用积分：4,200');
    await screen.sees(/^有效期至：\d{4}\/\d{2}\/\d{2}$/);
    await screen.shoot('buy');
    await screen.tap('tier-小档');
    await screen.tap('tier-大额');
    await ask(screen.page.locator('wx-page'), 'element.scrollTo(0, 60)');
    expect(await ask(screen.page.locator('wx-page'), 'element.scrollTop')).to.equal(60);
    const { y = 0 } = (await screen.at('account-bar').boundingBox()) ?? {};
    expect(y).to.equal(88);
    await screen.tap('orders-link');
    await screen.isOn('pages/orders/orders');
  });

  it('puts the recommended package on top: larger, with 「热销」, its saving and 「立即充值」', async () => {
    const screen = await open();
    const [featured, listed] = [screen.at('featured'), screen.at('all-packages')];
    await featured.getByText('600积分=50元，节省17%').waitFor();
    await featured.getByText('热销', { exact: true }).waitFor();
    await featured.getByText('立即充值').waitFor();
    const heightOf = async (within: Locator) =>
      (await within.getByTestId('package-card').first().boundingBox())?.height ?? 0;
    expect(await heightOf(featured)).to.be.greaterThan(await heightOf(listed));
  });

  it('lists all packages by tier, with the 50元 tier open', async () => {
    const screen = await open();
    for (const tier of ['小档（10元档）', '中档（50元档）', '大额（300元档）']) await screen.sees(tier);
    await screen.at('all-packages').getByText('600积分=50元').waitFor();
    await screen.seesNo('100积分=10元');
    await screen.tap('tier-小档');
    await screen.sees('100积分=10元');
    await screen.tap('tier-大额');
    await screen.sees('4,000积分 + 赠200积分');
    await screen.shoot('buy-tiers');
  });

  it('a tap on a card selects it, blue border and all, and asks nothing', async () => {
    const screen = await open();
    await screen.tap('tier-小档');
    const card = screen.at('package-card').filter({ hasText: '100积分=10元' });
    expect(await borderOf(card)).to.not.equal(BLUE);
    await card.tap();
    await screen.page.waitForTimeout(100);
    expect(await borderOf(card)).to.equal(BLUE);
    expect(await borderOf(screen.at('featured').getByTestId('package-card'))).to.not.equal(BLUE);
    expect(await screen.at('selected-price').textContent()).to.equal('¥10');
    expect(await screen.route()).to.equal('pages/buy/buy');
    expect(await screen.page.locator('.shell-dialog').count()).to.equal(0);
  });

  it('the buttons stay disabled for one second after a tap on a package', async () => {
    const screen = await open();
    await screen.tap('tier-小档');
    await screen.tap(screen.at('package-card').filter({ hasText: '100积分=10元' }));
    const disabledFor = async () => (await screen.data<{ disabled: boolean }>()).disabled;
    await screen.at('buy-selected').tap({ force: true });
    expect(await disabledFor()).to.equal(true);
    expect(await screen.route()).to.equal('pages/buy/buy');
    await delay(500);
    expect(await disabledFor()).to.equal(true);
    await delay(700);
    expect(await disabledFor()).to.equal(false);
    await screen.tap('buy-selected');
    await screen.isOn('pages/confirm/confirm');
  });

  it('two quick taps on 「立即充值」 open one page', async () => {
    const screen = await open();
    await screen.at('buy-now').waitFor();
    await screen.page.evaluate(`(() => {
      const card = getCurrentPages().at(-1);
      card.onBuyCard({ detail: { id: card.data.selectedId } });
      card.onBuyCard({ detail: { id: card.data.selectedId } });
    })()`);
    await screen.isOn('pages/confirm/confirm');
    expect(await screen.page.evaluate('getCurrentPages().length')).to.equal(2);
  });

  it('says what runs, such as 首充优惠, in a banner', async () => {
    const screen = await open();
    await screen.at('buy-now').waitFor();
    expect(await screen.at('promotion-banner').count()).to.equal(0);
  });

  it('on iOS, where nothing is sold, shows the balance and the reason, and no price', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    await actors.aPaidOrder(person);
    const screen = await app().open({ person, page: '/pages/buy/buy', platform: 'ios' });
    await screen.sees('可用积分：600');
    await screen.sees('由于相关规范，iOS功能暂不可用');
    await screen.seesNo(/¥|充值|套餐|\d元/);
    await screen.shoot('buy-ios');
  });

  it('bears large letters', async () => {
    const screen = await app().open({ page: '/pages/buy/buy', fontSize: 23 });
    await screen.at('buy-now').waitFor();
    await screen.shoot('buy-large-letters');
    expect(await screen.overflow()).to.equal(0);
  });
}).timeout(60_000);
