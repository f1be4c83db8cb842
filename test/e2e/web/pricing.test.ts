import { expect } from 'chai';
import { useWeb } from './support/use-web.ts';

const CHANNELS: Record<string, string> = { android: 'jsapi', ios: 'jsapi', other: 'jsapi', web: 'native' };

describe('/pricing', () => {
  const web = useWeb({ parts: { channels: CHANNELS as never } });

  it('shows the four packs to everybody: points, price, what a point costs, until when, and which is popular', async () => {
    const tab = await web().open('/pricing');
    const texts = await Promise.all(
      ['small', 'medium', 'large', 'xlarge'].map((code) => tab.at(`package-${code}`).innerText()),
    );
    for (const [index, [name, points, price, unit]] of [
      ['尝鲜包', '10 积分', '¥29', '每积分约 ¥2.90'],
      ['标准包', '30 积分', '¥79', '每积分约 ¥2.63'],
      ['超值包', '100 积分', '¥199', '每积分约 ¥1.99'],
      ['专业包', '300 积分', '¥499', '每积分约 ¥1.66'],
    ].entries()) {
      for (const text of [name, points, price, unit]) expect(texts[index]).to.include(text);
      expect(texts[index]).to.match(/有效期至 \d{4}年\d{1,2}月\d{1,2}日/);
    }
    expect(texts.map((text) => text.includes('热销'))).to.deep.equal([false, false, true, false]);
  });

  it('shows what it was before, and which promotion makes it cheaper', async () => {
    const { system, open } = web();
    const medium = system.knex('catalog.packages').where({ code: 'medium' });
    await medium.clone().update({ original_price_fen: 9_900 });
    const promotion = system.knex('catalog.promotions').where({ code: 'first-purchase' });
    await promotion.clone().update({ enabled: true, storefronts: ['web'] });
    const { token } = await system.actors.aPerson();
    for (const size of ['desktop', 'phone'] as const) {
      const tab = await open('/pricing', { token, size });
      await tab.sees('首充优惠');
      await tab.sees('110 积分');
      expect(await tab.at('package-medium').innerText()).to.include('¥99');
      await tab.shoot('pricing-promotion');
    }
    await medium.clone().update({ original_price_fen: null });
    await promotion.clone().update({ enabled: false });
  });

  it('speaks English to whoever asks for it, and remembers', async () => {
    const { open, system } = web();
    for (const size of ['desktop', 'phone'] as const) {
      const tab = await open('/pricing?lang=en', { size });
      await tab.sees('Buy points');
      await tab.sees('About ¥2.90 per point');
      for (const text of ['Trial pack', '10 calls', 'Pro pack']) await tab.sees(text);
      await tab.seesNo(/尝鲜包|10次/);
      expect(await tab.page.title()).to.equal('Buy points · Hot Seahorse');
      expect(await tab.page.evaluate('document.documentElement.lang')).to.equal('en');
      await tab.shoot('pricing-en');
      await tab.press('language');
      await tab.sees('购买积分');
      expect(await tab.page.title()).to.equal('购买积分 · 海马积分');
      expect(new URL(tab.page.url()).searchParams.get('lang')).to.equal('zh');
      await tab.press('language');
      await tab.page.goto(`${system.url}/pricing`);
      await tab.sees('Buy points');
    }
    const english = await open('/pricing', { locale: 'en-GB' });
    await english.sees('Buy points');
  });

  it('has bones until the packages come, and says what is wrong when they do not', async () => {
    const { system, open } = web();
    for (const size of ['desktop', 'phone'] as const) {
      const tab = await open('/pricing', { size });
      await tab.at('packages').waitFor();
      let release = (): void => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await tab.page.route('**/api/payment/packages', async (route) => {
        await held;
        await route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: '{"code":"database_unavailable"}',
        });
      });
      tab.expects(/status of 503/);
      await tab.page.goto(`${system.url}/pricing`);
      await tab.at('bones').waitFor();
      await tab.shoot('pricing-loading');
      release();
      await tab.sees('服务暂时不可用');
      await tab.shoot('pricing-trouble');
      await tab.page.unroute('**/api/payment/packages');
      await tab.press('retry');
      await tab.at('packages').waitFor();
    }
  });

  it('says that there is no network, and tries again', async () => {
    const { open } = web();
    const tab = await open('/pricing');
    await tab.at('packages').waitFor();
    tab.expects(/ERR_INTERNET_DISCONNECTED/);
    await tab.setOffline(true);
    await tab.press('buy-small');
    await tab.sees('暂时无法获取登录二维码');
    await tab.setOffline(false);
    await tab.press('renew');
    await tab.at('qr').waitFor();
  });

  it('says why an order is not taken, and what to do', async () => {
    const { system, open } = web();
    const { token } = await system.actors.aPerson();
    const tab = await open('/pricing', { token });
    await tab.at('packages').waitFor();
    const medium = system.knex('catalog.packages').where({ code: 'medium' });
    await medium.clone().update({ enabled: false });
    tab.expects(/status of 409/);
    await tab.press('buy-medium');
    await tab.sees('该套餐已下架');
    await tab.at('package-medium').waitFor({ state: 'detached' });
    await tab.at('package-small').waitFor();
    await tab.shoot('pricing-refused');
    await medium.clone().update({ enabled: true });
  });

  it('forgets a session that has ended, and shows the prices of everybody', async () => {
    const tab = await web().open('/pricing', { token: 'hss_of_yesterday' });
    tab.expects(/status of 401/);
    await tab.at('packages').waitFor();
    expect(await tab.at('sign-out').count()).to.equal(0);
  });

  it('sells nothing where the operator has switched it off, and shows no price', async () => {
    CHANNELS['web'] = 'off';
    for (const size of ['desktop', 'phone'] as const) {
      const tab = await web().open('/pricing', { size });
      await tab.at('off').waitFor();
      await tab.sees('暂未开放购买');
      await tab.seesNo(/¥/);
      await tab.shoot('pricing-off');
    }
    CHANNELS['web'] = 'native';
  });

  it('says so where nothing is on sale', async () => {
    const { system, open } = web();
    await system.knex('catalog.packages').update({ enabled: false });
    const tab = await open('/pricing');
    await tab.sees('暂无在售套餐');
    await tab.shoot('pricing-empty');
    await system.knex('catalog.packages').update({ enabled: true });
  });
}).timeout(60_000);
