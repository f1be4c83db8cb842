import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { MoodyApi } from './api-moods.ts';

const SHOTS = process.env['SCREENSHOTS'] ?? 'test-results/mini-program';
const PATIENCE_MS = 15_000;

/** WeChat's own button has an attribute, TDesign's a class. */
const IS_DISABLED = "element.isSet?.('disabled') || /t-button--disabled/.test(element.className)";

/** What an expression says of this element, in the browser. */
export const ask = <T>(locator: Locator, expression: string): Promise<T> =>
  locator.evaluate(new Function('element', `return ${expression}`) as (element: unknown) => T);

/** A phone with the mini-program on it, and somebody who taps and looks. */
export class Screen {
  readonly user: string;
  /** For what is said here in no other way. */
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #api: MoodyApi;
  readonly #troubles: string[] = [];
  readonly #expected: RegExp[] = [];

  constructor(context: BrowserContext, page: Page, user: string, api: MoodyApi) {
    [this.#context, this.page, this.user, this.#api] = [context, page, user, api];
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      if (message.type() === 'error') this.#troubles.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.#troubles.push(`error: ${error.stack ?? error.message}`));
    page.on('requestfailed', (request) => this.#troubles.push(`failed: ${request.method()} ${request.url()}`));
  }

  /** By `data-testid`. */
  at(testId: string): Locator {
    return this.page.getByTestId(testId).filter({ visible: true });
  }

  text(text: string | RegExp): Locator {
    return this.page.locator('wx-page').getByText(text).filter({ visible: true });
  }

  /** Waits until it is there and not disabled, then touches it as a finger does. */
  async tap(what: string | Locator): Promise<void> {
    const target = (typeof what === 'string' ? this.at(what) : what).first();
    await target.waitFor();
    for (const giveUpAt = Date.now() + PATIENCE_MS; await ask(target, IS_DISABLED); await delay(50)) {
      if (Date.now() > giveUpAt) throw new Error(`${what} stays disabled`);
    }
    await target.tap();
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.text(text).first().waitFor();
  }

  async seesNo(text: string | RegExp): Promise<void> {
    if ((await this.text(text).count()) > 0) throw new Error(`the screen shows ${text}`);
  }

  /** Waits until this page is the one that is shown: `pages/home/home`. */
  async isOn(route: string): Promise<void> {
    const shown = `getCurrentPages().at(-1)?.route === ${JSON.stringify(route)}`;
    await this.page.waitForFunction(shown, undefined, { timeout: PATIENCE_MS }).catch(async () => {
      throw new Error(`expected ${route}, still on ${await this.route()}`);
    });
  }

  route(): Promise<string> {
    return this.page.evaluate('getCurrentPages().at(-1).route');
  }

  /** What the page that is shown has in its data. */
  data<T>(): Promise<T> {
    return this.page.evaluate('getCurrentPages().at(-1).data');
  }

  /** By wx.navigateTo, or by the tab bar. */
  async goTo(url: string): Promise<void> {
    await this.page.evaluate(`wx.navigateTo({ url: ${JSON.stringify(url)} })`);
  }

  async openTab(name: '首页' | '购买积分' | 'API Key' | '个人中心'): Promise<void> {
    await this.page.locator('.shell-tabs').getByRole('button', { name }).tap();
  }

  async back(): Promise<void> {
    await this.page.locator('.shell-back').tap();
  }

  /** What the panel beside the phone changes: `{ online: false }`, `{ payment: 'cancel' }`, `{ theme: 'dark' }`. */
  async set(change: Readonly<Record<string, unknown>>): Promise<void> {
    await this.page.evaluate(`__preview.changeSettings(${JSON.stringify(change)})`);
  }

  async pull(): Promise<void> {
    await this.page.evaluate('__preview.pull()');
  }

  /** By how many pixels the page is wider than the phone. */
  overflow(): Promise<number> {
    return ask(this.page.locator('wx-page').filter({ visible: true }), 'element.scrollWidth - element.clientWidth');
  }

  copied(): Promise<string> {
    return this.page.evaluate('__preview.copied()');
  }

  /** Closes the mini-program and opens it again, on the same phone. */
  async restart(): Promise<void> {
    await this.page.evaluate("location.hash = ''");
    await this.page.reload();
  }

  /** The API that was opened `held` or `broken` is itself again. */
  heal(): Promise<void> {
    return this.#api.heal();
  }

  /** A trouble of this kind is what the test is about, such as /status of 409/. */
  expects(trouble: RegExp): void {
    this.#expected.push(trouble);
  }

  /** In light and dark, once nothing moves any more: `light/home.png`, `dark/home.png`. */
  async shoot(name: string): Promise<void> {
    await this.page.locator('.shell-toast').waitFor({ state: 'detached' });
    const before: string = await this.page.evaluate('__preview.settings().theme');
    for (const theme of ['light', 'dark']) {
      await this.set({ theme });
      const file = path.join(SHOTS, theme, `${name}.png`);
      await mkdir(path.dirname(file), { recursive: true });
      await this.page.screenshot({ path: file, animations: 'disabled' });
    }
    await this.set({ theme: before });
  }

  /** What has gone wrong since it was opened, without being expected. */
  troubles(): readonly string[] {
    return this.#troubles.filter((trouble) => !this.#expected.some((expected) => expected.test(trouble)));
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
