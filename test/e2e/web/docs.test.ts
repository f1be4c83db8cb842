import { mkdirSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { GUIDES } from '../../../src/adapters/http/docs/site-map.ts';
import { blocksOf } from '../../support/guides.ts';
import { startTestSystem, type TestSystem } from '../../support/http/test-system.ts';
import { closeChromium, openChromium } from '../mini-program/support/chromium.ts';

const PAGES = [...GUIDES.map(({ at }) => at), '/docs/errors'];
/** Of each kind of page, for what is a matter of style. */
const ONE_OF_EACH = ['/docs', '/docs/webhooks', '/docs/errors'];
const SHOTS = 'test-results/docs';
const PHONE: BrowserContextOptions = { viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true };
const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
const PATIENCE_MS = 15_000;

describe('The documentation in a browser', () => {
  let system: TestSystem;
  const pages: Page[] = [];
  const troubles: string[] = [];

  before(async function () {
    this.timeout(60_000);
    mkdirSync(SHOTS, { recursive: true });
    [system] = await Promise.all([startTestSystem(), openChromium()]);
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
    expect(troubles.splice(0), 'the browser complains').to.deep.equal([]);
  });
  after(async () => {
    await closeChromium();
    await system?.stop();
  });

  /** A browser that has only this machine; what it cannot do is a trouble, and so is asking anybody else. */
  async function open(at: string, options = DESK): Promise<Page> {
    const context = await (await openChromium()).newContext(options);
    await context.route(
      (url) => url.hostname !== '127.0.0.1' && url.protocol !== 'data:',
      (route) => {
        troubles.push(`remote: ${route.request().url()}`);
        return route.abort();
      },
    );
    const page = await context.newPage();
    pages.push(page);
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
    page.on('response', (answer) => {
      if (answer.status() >= 400) troubles.push(`${answer.status()}: ${answer.url()}`);
    });
    await page.goto(`${system.url}${at}`);
    return page;
  }

  const seriousFlaws = async (page: Page): Promise<string[]> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  };
  const shoot = (page: Page, name: string) => page.screenshot({ path: `${SHOTS}/${name}.png` });
  const nameOf = (at: string): string => at.slice(1).replaceAll('/', '-');
  /** By how many pixels the page is wider than the screen. */
  const overflow = (page: Page): Promise<number> =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  for (const [colorScheme, seen] of Object.entries({ light: PAGES, dark: ONE_OF_EACH })) {
    it(`has no serious flaw for those who do not see or point, in ${colorScheme}`, async () => {
      const page = await open('/docs', { ...DESK, colorScheme: colorScheme as 'light' | 'dark' });
      for (const at of seen) {
        await page.goto(`${system.url}${at}`);
        expect(await seriousFlaws(page), at).to.deep.equal([]);
        await shoot(page, `${colorScheme}-${nameOf(at)}`);
      }
    }).timeout(180_000);
  }

  it('fits on a phone, where the list of guides comes after the text', async () => {
    const page = await open('/docs', PHONE);
    for (const at of [...PAGES, '/docs/api']) {
      await page.goto(`${system.url}${at}`);
      expect(await overflow(page), at).to.equal(0);
      await shoot(page, `phone-${nameOf(at)}`);
    }
    await page.goto(`${system.url}/docs/webhooks`);
    await page.locator('.to-contents').tap();
    await page.getByRole('navigation').getByRole('link', { name: 'Quick start' }).tap();
    await page.waitForURL('**/docs/quick-start');
  }).timeout(90_000);

  it('leads from the index to a guide, to one of its sections, and to the same guide in Chinese', async () => {
    const page = await open('/docs');
    await page.getByRole('main').getByRole('link', { name: 'Quick start' }).click();
    await page.waitForURL('**/docs/quick-start');
    await page.getByRole('link', { name: 'See a refusal' }).click();
    expect(new URL(page.url()).hash).to.equal('#see-a-refusal');
    await page.getByRole('link', { name: '中文' }).click();
    await page.waitForURL('**/docs/zh/quick-start');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).to.equal('快速开始');
  });

  it('copies a block of commands as it stands', async () => {
    const page = await open('/docs/quick-start', { ...DESK, permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy' }).first().click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const [first] = await blocksOf('docs/guides/quick-start.md', 'sh');
    expect(await page.evaluate('navigator.clipboard.readText()')).to.equal(first);
  });

  it('marks the code that a problem has led to', async () => {
    const page = await open('/docs/errors#unknown_api');
    await page.locator('tr#unknown_api:target').waitFor();
    expect(await page.locator('tr#unknown_api').isVisible()).to.equal(true);
  });

  describe('has a reference that', () => {
    const operation = (page: Page, id: string) => page.locator(`[id$="-${id}"]`);

    it('lists every operation, and finds those of a tag or path', async () => {
      const page = await open('/docs/api');
      await operation(page, 'chargeUsage').waitFor();
      const { paths, webhooks } = (await system.call('/internal/v1/openapi.json')).json;
      const all = [...Object.values<object>(paths), ...Object.values<object>(webhooks)];
      const described = all.flatMap((each) => Object.keys(each));
      expect(await page.locator('.opblock').count()).to.equal(described.length);
      await page.getByPlaceholder(/filter/i).fill('holds');
      await operation(page, 'chargeUsage').waitFor({ state: 'detached' });
      expect(await operation(page, 'captureHold').isVisible()).to.equal(true);
      await shoot(page, 'reference');
    });

    it('opens one at its address: fields, examples, problems', async () => {
      const page = await open('/docs/api#/Usage/chargeUsage');
      const charge = operation(page, 'chargeUsage');
      for (const text of ['Idempotency-Key', 'sk_live_0000', 'points_left', 'idempotency_key_reused']) {
        await charge.getByText(text).first().waitFor();
      }
      await charge.getByText('Schema', { exact: true }).first().click();
      await charge.getByText('The API key as the caller sent it').first().waitFor();
      await shoot(page, 'reference-operation');
    });

    it('tries a request, with a token that it keeps to itself', async () => {
      const { actors } = system;
      const [token, key] = [await actors.aService(), await actors.anApiKey(await actors.aPerson())];
      const page = await open('/docs/api#/Keys/verifyKey');
      const verify = operation(page, 'verifyKey');
      await page.getByRole('button', { name: 'Authorize' }).first().click();
      await page.locator('.auth-container input').fill(token);
      await page.locator('.auth-btn-wrapper .authorize').click();
      await page.locator('.auth-btn-wrapper .btn-done').click();
      await verify.getByRole('button', { name: 'Try it out' }).click();
      await verify
        .locator('textarea')
        .first()
        .fill(JSON.stringify({ api_key: key.token }));
      await verify.getByRole('button', { name: 'Execute' }).click();
      await verify.locator('.live-responses-table').getByText('"allowed"').first().waitFor();
      const kept = await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])');
      expect(kept).to.equal('[{},{},""]');
    });

    it('shows what a webhook brings', async () => {
      const page = await open('/docs/api');
      const paid = page.locator('.opblock', { hasText: 'order.paid' }).first();
      await paid.click();
      await paid.getByText('webhook-signature').first().waitFor();
      await paid.getByText('checkout_session_id').first().waitFor();
      await shoot(page, 'reference-webhook');
    });

    it('follows the light of the reader', async () => {
      const page = await open('/docs/api', { ...DESK, colorScheme: 'dark' });
      await page.locator('html.dark-mode').waitFor();
      await page.emulateMedia({ colorScheme: 'light' });
      await page.locator('html:not(.dark-mode)').waitFor();
    });
  });
});
