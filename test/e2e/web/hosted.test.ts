import { expect } from 'chai';
import type { ReturnOrigin } from '../../../src/domain/keyvault/return-origin.ts';
import { newId } from '../../support/ids.ts';
import { scanToPay } from './support/scan.ts';
import type { Tab } from './support/tab.ts';
import { onBoth, useWeb } from './support/use-web.ts';

const SHOP = 'https://vidluxe.example';
/** What every refusal has. */
const PROBLEM = ['type', 'title', 'status', 'detail', 'instance', 'code'];

describe('a checkout that a service has opened', () => {
  const web = useWeb();

  /** The address that the service sends its user to, on this machine. */
  async function opened(body: object = {}): Promise<string> {
    const { actors, call } = web().system;
    const terms = { operations: ['external_users', 'checkout'], returnOrigins: [SHOP as ReturnOrigin] } as const;
    const token = await actors.aService(terms);
    const external_id = `reader-${newId()}`;
    await call('/internal/v1/external-users', { token, body: { external_id } });
    const headers = { 'Idempotency-Key': newId() };
    const wish = { external_id, success_url: `${SHOP}/paid?cart=7`, cancel_url: `${SHOP}/cart`, ...body };
    const { json } = await call('/internal/v1/checkout-sessions', { token, body: wish, headers });
    const { pathname, search, hash } = new URL(json.url);
    return `${pathname}${search}${hash}`;
  }
  const visit = async (address: string, size: Tab['size'] = 'desktop'): Promise<Tab> => {
    const tab = await web().open('/pricing', { size });
    tab.expects(/^elsewhere: https:\/\/vidluxe\.example\//);
    await tab.page.route(`${SHOP}/**`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<h1>VidLuxe</h1>' }),
    );
    await tab.page.goto(`${web().system.url}${address}`);
    return tab;
  };

  it('goes straight to the code of its package, keeps the token out of the address, and back to the shop when it is paid', async () => {
    await onBoth(async (size) => {
      const address = await opened({ package_ids: ['medium'] });
      const tab = await visit(address, size);
      await tab.at('qr').waitFor();
      expect(tab.page.url()).to.not.include('token');
      expect(await tab.page.evaluate('history.length')).to.be.below(4);
      await tab.sees(/由 service-\d+ 发起/);
      expect(await tab.at('cancel').getAttribute('href')).to.equal(`${SHOP}/cart`);
      expect(await tab.at('choose-other').count()).to.equal(0);
      await tab.shoot('hosted-checkout');
      let comeIn = (): void => {};
      const mayComeIn = new Promise<void>((resolve) => {
        comeIn = resolve;
      });
      // The page is left by itself; it stays as long as the shop does not answer.
      await tab.page.route(`${SHOP}/paid**`, async (route) => {
        await mayComeIn;
        await route.fallback();
      });
      await web().system.phone.pay(await scanToPay(web().system, tab));
      await tab.isOn('/payment/result');
      await tab.at('back-to-service').waitFor();
      await tab.shoot('hosted-result');
      comeIn();
      await tab.page.waitForURL(`${SHOP}/**`);
      const { href } = new URL(tab.page.url());
      expect(href).to.match(/^https:\/\/vidluxe\.example\/paid\?cart=7&checkout_session=chk_[0-9a-f]{32}$/);
    });
  });

  it('stays on the result where its user wants to', async () => {
    const tab = await visit(await opened({ package_ids: ['small'] }));
    await tab.at('qr').waitFor();
    await web().system.phone.pay(await scanToPay(web().system, tab));
    await tab.press('stay');
    await tab.at('result-paid').waitFor();
    for (let second = 0; second < 4; second++) await tab.later(1_000);
    await tab.isOn('/payment/result');
  });

  it('lets its user choose where the service leaves it to him, and choose again', async () => {
    await onBoth(async (size) => {
      const tab = await visit(await opened({ package_ids: ['small', 'large'] }), size);
      await tab.at('choose').waitFor();
      await tab.at('package-small').waitFor();
      expect(await tab.at('package-medium').count()).to.equal(0);
      await tab.shoot('hosted-choose');
      await tab.press('buy-small');
      await tab.at('qr').waitFor();
      await tab.press('choose-other');
      await tab.press('buy-large');
      await tab.at('qr').waitFor();
      await tab.sees('超值包');
      await web().system.phone.pay(await scanToPay(web().system, tab));
      await tab.isOn('/payment/result');
      await tab.sees('100 积分已存入您的账号');
    });
  });

  it('shows all packages where the service names none', async () => {
    const tab = await visit(await opened());
    for (const code of ['small', 'medium', 'large', 'xlarge']) await tab.at(`package-${code}`).waitFor();
  });

  it('survives a reload, in this tab alone', async () => {
    const address = await opened({ package_ids: ['small'] });
    const tab = await visit(address);
    await tab.at('qr').waitFor();
    await tab.page.reload();
    await tab.at('qr').waitFor();
    const other = await web().open(address.replace(/#.*/, ''));
    await other.sees('链接不完整或已失效');
    await other.shoot('hosted-lost-link');
  });

  it('is over after its hour: says so, and leads back to the shop', async () => {
    const tab = await visit(await opened());
    await tab.at('package-small').waitFor();
    tab.expects(/status of 4(01|10)/);
    await web().system.advance(61 * 60);
    await tab.press('buy-small');
    await tab.sees('收银台已过期');
    await tab.page.reload();
    await tab.sees('收银台已过期');
    expect(await tab.at('cancel').getAttribute('href')).to.equal(`${SHOP}/cart`);
    await tab.shoot('hosted-over');
  });

  it('says so to whoever opens it late, and leads him back to the shop; nothing else is told', async () => {
    await onBoth(async (size) => {
      const address = await opened({ package_ids: ['medium'], metadata: { cart: 'secret-cart' } });
      await web().system.advance(61 * 60);
      const tab = await visit('/pricing', size);
      tab.expects(/status of 410/);
      const told = tab.page.waitForResponse(/\/api\/payment\/checkout-session$/);
      await tab.page.goto(`${web().system.url}${address}`);
      await tab.sees('收银台已过期');
      await tab.seesNo(/¥|标准包/);
      expect(await tab.at('cancel').getAttribute('href')).to.equal(`${SHOP}/cart`);
      const { service_name: name, cancel_url: url, ...rest } = await (await told).json();
      expect(await tab.at('cancel').innerText()).to.equal(`返回 ${name}`);
      expect([url, Object.keys(rest)]).to.deep.equal([`${SHOP}/cart`, PROBLEM]);
      await tab.shoot('hosted-late');
      await tab.press('cancel');
      await tab.page.waitForURL(`${SHOP}/cart`);
    });
  });

  it('asks nobody to sign in for its result when its hour is over', async () => {
    const tab = await visit(await opened({ package_ids: ['small'] }));
    await tab.at('qr').waitFor();
    const orderId = tab.payments.at(-1)?.order_id;
    tab.expects(/status of 4(01|10)/);
    await web().system.advance(61 * 60);
    await tab.inTime(tab.at('over').waitFor());
    await tab.page.goto(`${web().system.url}/payment/result?orderId=${orderId}`);
    await tab.at('over').waitFor();
    expect(await tab.at('sign-in').count()).to.equal(0);
  });

  it('leads nowhere where the service has named no place', async () => {
    const tab = await visit(await opened({ package_ids: ['small'], success_url: undefined, cancel_url: undefined }));
    await tab.at('qr').waitFor();
    expect(await tab.at('cancel').count()).to.equal(0);
    await web().system.phone.pay(await scanToPay(web().system, tab));
    await tab.sees(/您可以关闭本页，返回 service-\d+/);
  });

  it('does not sign anybody in elsewhere', async () => {
    const tab = await visit(await opened({ package_ids: ['small'] }));
    await tab.at('qr').waitFor();
    await tab.page.goto(`${web().system.url}/pricing`);
    await tab.at('packages').waitFor();
    expect(await tab.at('sign-out').count()).to.equal(0);
    await tab.press('buy-small');
    await tab.at('sign-in').waitFor();
  });
}).timeout(60_000);
