import { expect } from 'chai';
import { repeat } from '../../../../src/adapters/system/repeat.ts';
import type { Network } from '../../../../src/domain/keyvault/network.ts';
import { buildWeb } from '../../../support/build-web.ts';
import { type Options, startTestSystem, type TestSystem } from '../../../support/http/test-system.ts';
import { noteSecret } from '../../../support/leaks/note.ts';
import { closeChromium, openChromium } from '../../mini-program/support/chromium.ts';
import { Tab } from './tab.ts';

export type Visit = {
  readonly size?: Tab['size'];
  /** Of somebody who has signed in in this tab before. */
  readonly token?: string;
  readonly locale?: string;
};
export type Web = { readonly system: TestSystem; open(at: string, visit?: Visit): Promise<Tab> };

export const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
} as const;
export const SIZE_NAMES = ['desktop', 'phone'] as const;

/** The same on a desktop and a phone, side by side. */
export async function onBoth(look: (size: Tab['size']) => Promise<void>): Promise<void> {
  await Promise.all(SIZE_NAMES.map(look));
}

/** Each browser is somewhere else, so that the tests do not meet at the limit of codes. */
const trustedProxies = ['127.0.0.0/8'] as Network[];
/** As the process does, a little more often. */
const LOOK_AT_ORDERS_MS = 300;
let browsers = 0;
let built: Promise<unknown> | null = null;

/** The real system and its web pages in a browser, for all tests of the surrounding `describe`. */
export function useWeb(options: Options = {}): () => Web {
  let system: TestSystem | undefined;
  let stopLooking: (() => Promise<void>) | undefined;
  const tabs: Tab[] = [];

  before(async function () {
    this.timeout(90_000);
    built ??= buildWeb();
    await built;
    const started = await startTestSystem({ ...options, trustedProxies });
    system = started;
    stopLooking = repeat(LOOK_AT_ORDERS_MS, started.lookAtOrders, (error) => expect.fail(String(error)));
    await openChromium();
  });
  afterEach(async () => {
    const opened = tabs.splice(0);
    const troubles = opened.flatMap((tab) => tab.troubles());
    for (const tab of opened) await tab.close();
    expect(troubles, 'the browser complains').to.deep.equal([]);
  });
  after(async () => {
    await closeChromium();
    await stopLooking?.();
    await system?.stop();
  });

  async function open(at: string, { size = 'desktop', token, locale = 'zh-CN' }: Visit = {}): Promise<Tab> {
    browsers += 1;
    const context = await (await openChromium()).newContext({
      ...{ ...SIZES[size], locale, reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'] },
      extraHTTPHeaders: { 'X-Forwarded-For': `198.51.${browsers >> 8}.${browsers & 255}` },
    });
    // Whatever is not this machine is not there, but a page of a service may be shown.
    await context.route(
      ({ hostname }) => hostname !== '127.0.0.1',
      (route) => route.abort(),
    );
    if (token) {
      const kept = JSON.stringify({ token, name: '', checkoutId: null });
      noteSecret('token', token);
      await context.addInitScript(`sessionStorage.getItem('seahorse-session') === null && !sessionStorage.getItem('once') &&
        (sessionStorage.setItem('seahorse-session', ${JSON.stringify(kept)}), sessionStorage.setItem('once', '1'));`);
    }
    const tab = new Tab(context, await context.newPage(), size, String(system?.url));
    tabs.push(tab);
    // Its time goes by as everywhere, unless a test lets it go by faster.
    await tab.page.clock.install();
    await tab.page.goto(`${system?.url}${at}`);
    return tab;
  }

  return () => ({ system: system as TestSystem, open });
}
