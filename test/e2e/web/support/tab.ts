import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { Payment } from '../../../support/http/actors.ts';
import { findBarriers } from './find-barriers.ts';
import { readQr } from './read-qr.ts';

const SHOTS = process.env['WEB_SCREENSHOTS'] ?? 'test-results/web';
const PATIENCE_MS = 15_000;

/** The page asks how its order stands. */
const QUESTION = /\/api\/payment\/query\?/;
const ASKS_EVERY_MS = 10_000;
/** How long an answer may take, and how soon the page may ask again: the server asks WeChat every two seconds at most. */
const [ANSWER_MS, PAUSE_MS] = [3_000, 300];

/** More than any page has places to stop at with the tabulator. */
const MOST_STOPS = 40;

/** Requests that a page leaves behind. */
const OF_NO_MATTER = [/net::ERR_ABORTED/];

/** One tab of a browser, with somebody who looks at it. */
export class Tab {
  readonly page: Page;
  readonly size: 'desktop' | 'phone';
  /** What the page was given to pay, the newest last. */
  readonly payments: Payment[] = [];
  readonly #context: BrowserContext;
  readonly #troubles: string[] = [];
  readonly #expected: RegExp[] = [...OF_NO_MATTER];

  /** `home`: whoever else the page asks is a trouble. */
  constructor(context: BrowserContext, page: Page, size: Tab['size'], home: string) {
    [this.#context, this.page, this.size] = [context, page, size];
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      if (message.type() === 'error') this.#troubles.push(`console: ${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => this.#troubles.push(`error: ${error.stack ?? error.message}`));
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== home) this.#troubles.push(`elsewhere: ${request.url()}`);
    });
    page.on('requestfailed', (request) =>
      this.#troubles.push(`failed: ${request.method()} ${request.url()} ${request.failure()?.errorText}`),
    );
    page.on('response', async (response) => {
      if (!response.url().endsWith('/api/payment/create') || response.status() !== 201) return;
      const payment = await response.json().catch(() => null);
      if (payment) this.payments.push(payment);
    });
  }

  /** By `data-testid`. */
  at(testId: string): Locator {
    return this.page.getByTestId(testId).filter({ visible: true });
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  async seesNo(text: string | RegExp): Promise<void> {
    expect(await this.page.getByText(text).filter({ visible: true }).count(), String(text)).to.equal(0);
  }

  async press(testId: string): Promise<void> {
    await this.at(testId).first().click();
  }

  /** By the tabulator alone, to what is called so, or says so. */
  async tabTo(what: string): Promise<void> {
    const isThere = `(({ dataset, textContent }) => [dataset.testid, textContent].includes(${JSON.stringify(what)}))`;
    for (let pressed = 0; pressed < MOST_STOPS; pressed++) {
      if (await this.page.evaluate(`${isThere}(document.activeElement)`)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not get to ${what}`);
  }

  /** Waits until this page is shown, such as `/payment/result`; gives its query. */
  async isOn(pathname: string): Promise<URLSearchParams> {
    await this.page.waitForURL((url) => url.pathname === pathname, { timeout: PATIENCE_MS });
    return new URL(this.page.url()).searchParams;
  }

  /** So much time goes by for the page, all at once: a timer that is due by then fires once. */
  async later(ms: number): Promise<void> {
    await this.page.clock.fastForward(ms);
  }

  /** The same as `what` comes, which takes the page longer than somebody would like to wait: it asks every ten seconds. */
  async inTime<T>(what: Promise<T>): Promise<T> {
    let isThere = false;
    const there = what.finally(() => {
      isThere = true;
    });
    there.catch(() => {});
    for (const giveUpAt = Date.now() + PATIENCE_MS; !isThere && Date.now() < giveUpAt; ) {
      const answered = this.page.waitForResponse(QUESTION, { timeout: ANSWER_MS }).catch(() => null);
      await this.later(ASKS_EVERY_MS);
      await Promise.race([there.catch(() => null), answered.then(() => delay(PAUSE_MS))]);
    }
    return there;
  }

  /** What the code says that is on the screen. */
  async qrText(): Promise<string> {
    await this.at('qr').waitFor();
    const text = readQr(await this.at('qr').screenshot({ animations: 'disabled' }));
    if (text === null) throw new Error('no phone can read the code on the screen');
    return text;
  }

  /** A trouble of this kind is what the test is about, such as /status of 409/. */
  expects(trouble: RegExp): void {
    this.#expected.push(trouble);
  }

  /** In light and dark, and without anything that keeps somebody from using it. */
  async shoot(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const file = path.join(SHOTS, `${this.size}-${colorScheme}`, `${name}.png`);
      await mkdir(path.dirname(file), { recursive: true });
      await this.page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
      expect(
        await findBarriers(this.page, colorScheme === 'light' ? 'everything' : 'colours'),
        `${name}, ${this.size}, ${colorScheme}`,
      ).to.deep.equal([]);
      expect(await this.#overflow(), `${name} is wider than the ${this.size}`).to.equal(0);
    }
  }

  #overflow(): Promise<number> {
    return this.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  }

  /** What has gone wrong since it was opened, without being expected. */
  troubles(): readonly string[] {
    return this.#troubles.filter((trouble) => !this.#expected.some((expected) => expected.test(trouble)));
  }

  async setOffline(offline: boolean): Promise<void> {
    await this.#context.setOffline(offline);
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
