import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { CatalogFile } from '../../../src/domain/catalog/seed-plan.ts';
import { shippedCatalogs } from '../../support/http/seeded-catalog.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

const VIRTUAL = { android: 'xpay', ios: 'xpay', other: 'xpay', web: 'off' } as const;

describe('when an operator has changed the catalog', () => {
  const app = useMiniProgram();
  const change = async (changed: (file: CatalogFile) => CatalogFile): Promise<void> => {
    const [file] = await shippedCatalogs();
    await app().system.application.seedCatalog(changed(file as CatalogFile));
  };

  it('首页: API服务状态 opens and says in red what is wrong', async () => {
    const notice = '图片识别接口临时维护中';
    await change((file) => ({
      ...file,
      apis: file.apis.map((api, index) => (index === 0 ? { ...api, status: 'maintenance', notice } : api)),
    }));
    const screen = await app().open();
    await screen.sees(notice);
    await screen.sees('1个接口异常');
    await screen.shoot('home-trouble');
    await screen.tap(screen.text('API服务状态'));
    await screen.isOn('pages/api-status/api-status');
  });

  it('购买积分: a banner tells of 首充优惠, and the cards and the order have it', async () => {
    await change((file) => ({ ...file, promotions: file.promotions.map((each) => ({ ...each, enabled: true })) }));
    const screen = await app().open({ page: '/pages/buy/buy' });
    await screen.sees('首充优惠：首充加赠10%积分');
    await screen.sees('600积分 + 赠60积分');
    await screen.shoot('buy-promotion');
    await screen.tap('buy-now');
    await screen.sees('+60积分');
    await screen.shoot('confirm-promotion');
  });

  it('订单确认: a price that has changed meanwhile is shown before anything is paid', async () => {
    const screen = await app().open({ page: '/pages/buy/buy' });
    screen.expects(/status of 409/);
    await screen.tap('buy-now');
    await screen.isOn('pages/confirm/confirm');
    await screen.sees('立即支付 ¥50');
    await change((file) => ({
      ...file,
      packages: file.packages.map((each) => (each.hot ? { ...each, priceFen: 4_500 as typeof each.priceFen } : each)),
    }));
    await screen.tap('pay');
    await screen.sees('立即支付 ¥45');
    expect(await screen.page.locator('.shell-pay').count()).to.equal(0);
    await screen.tap('pay');
    await screen.page.locator('.shell-pay').getByText('¥45.00').waitFor();
  });
}).timeout(60_000);

describe('where WeChat demands virtual payment (小程序虚拟支付)', () => {
  const app = useMiniProgram({ parts: { channels: VIRTUAL } });

  it('the same page pays by wx.requestVirtualPayment', async () => {
    const screen = await app().open({ page: '/pages/buy/buy' });
    await screen.tap('buy-now');
    await screen.tap('pay');
    await screen.page.locator('.shell-pay').getByText('¥50.00').waitFor();
    await screen.page.locator('.shell-pay .pay').tap();
    await screen.isOn('pages/pay-success/pay-success');
    await screen.sees('¥50 → 600积分');
  });

  it('a cancelled one loses nothing', async () => {
    const screen = await app().open({ page: '/pages/buy/buy' });
    await screen.tap('buy-now');
    await screen.set({ payment: 'cancel' });
    await screen.tap('pay');
    await screen.sees('支付已取消，订单已为您保留，可继续支付');
    await screen.set({ payment: 'pay' });
    await screen.tap('pay');
    await screen.isOn('pages/pay-success/pay-success');
  });

  it('signs in again by itself when WeChat’s session is not known any more', async () => {
    const screen = await app().open({ page: '/pages/buy/buy' });
    screen.expects(/status of 409/);
    await screen.at('buy-now').waitFor();
    await app().system.knex('identity.session_keys').delete();
    await screen.tap('buy-now');
    await screen.set({ payment: 'pay' });
    await screen.tap('pay');
    await screen.isOn('pages/pay-success/pay-success');
    await delay(100);
  });
}).timeout(60_000);
