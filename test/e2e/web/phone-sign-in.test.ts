import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright-core';
import { openChromium } from '../mini-program/support/chromium.ts';
import { SIZES, useWeb } from './support/use-web.ts';

const OWNER = 'xiaoma';
/** The first look at the mini-program builds it. */
const BUILD_TIMEOUT_MS = 60_000;

describe('a browser and a phone with the mini-program', () => {
  const web = useWeb({ officialAccount: 'none', preview: true });
  const phones: BrowserContext[] = [];
  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    await fetch(`${web().system.url}/preview/app/`);
  });
  afterEach(async () => {
    for (const phone of phones.splice(0)) await phone.close();
  });

  /** WeChat on a phone: it sees the codes that are on screens around it. */
  async function aPhone(): Promise<Page> {
    const context = await (await openChromium()).newContext({ ...SIZES.phone, locale: 'zh-CN' });
    phones.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(BUILD_TIMEOUT_MS);
    await page.goto(`${web().system.wechatUrl}/payer`);
    return page;
  }

  it('the phone scans the code of the price list, its owner says yes, and the list knows him', async () => {
    const { system, open } = web();
    const tab = await open('/pricing');
    await tab.press('buy-small');
    await tab.at('qr-picture').waitFor();
    const phone = await aPhone();
    await phone.getByRole('link', { name: '扫一扫' }).first().tap();
    await phone.getByText('登录网页版海马积分').first().waitFor();
    expect(new URL(phone.url()).hash).to.match(/^#\/pages\/web-login\/web-login\?scene=/);
    expect(await phone.getByTestId('device').textContent()).to.match(/Linux，\d{4}-\d\d-\d\d \d\d:\d\d$/);
    await phone.getByTestId('confirm').tap();
    await phone.getByText('已确认登录').first().waitFor();
    await tab.later(2_000);
    await tab.isOn('/payment/checkout');
    await tab.at('qr').waitFor();
    await tab.page.goBack();
    await tab.at('sign-out').waitFor();
    const { code } = await system.phone.login(OWNER);
    const { user } = (await system.call('/api/v1/session', { body: { code } })).json;
    const { userId } = await system.knex('ordering.orders').first('user_id as userId');
    expect(user.id).to.equal(`usr_${userId.replaceAll('-', '')}`);
  });

  it('he says no, and the list says so', async () => {
    const tab = await web().open('/pricing');
    tab.expects(/status of 410/);
    await tab.press('buy-small');
    await tab.at('qr-picture').waitFor();
    const phone = await aPhone();
    await phone.getByRole('link', { name: '扫一扫' }).first().tap();
    await phone.getByTestId('refuse').tap();
    await tab.later(2_000);
    await tab.sees('您已在手机上取消登录');
    expect(await tab.at('sign-out').count()).to.equal(0);
  });
}).timeout(120_000);
