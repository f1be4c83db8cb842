import { expect } from 'chai';
import type { Person } from '../../../support/http/actors.ts';
import { type Options, startTestSystem, type TestSystem } from '../../../support/http/test-system.ts';
import { type ApiMood, MoodyApi } from './api-moods.ts';
import { closeChromium, openChromium } from './chromium.ts';
import { Screen } from './screen.ts';

type Opening = {
  /** A person of `system.actors`; otherwise a new WeChat user who has never been here. */
  readonly person?: Person;
  /** `/pages/buy/buy`; otherwise the first page. */
  readonly page?: string;
  readonly platform?: 'devtools' | 'android' | 'ios';
  readonly fontSize?: number;
  readonly online?: boolean;
  /** `held`: the skeletons stay. `broken`: every answer is a fault. Until `screen.heal()`. */
  readonly api?: ApiMood;
};
export type MiniProgram = { readonly system: TestSystem; open(opening?: Opening): Promise<Screen> };

const PHONE = {
  viewport: { width: 375, height: 812 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  locale: 'zh-CN',
};
const CHANNELS = { android: 'jsapi', ios: 'off', other: 'jsapi', web: 'native' } as const;
const BUILD_TIMEOUT_MS = 30_000;
let strangers = 0;

/** The real system and the mini-program in a browser, for all tests of the surrounding `describe`. On iOS nothing is sold. */
export function useMiniProgram(options: Options = {}): () => MiniProgram {
  let system: TestSystem | undefined;
  const screens: Screen[] = [];

  before(async function () {
    this.timeout(90_000);
    const parts = { channels: CHANNELS, ...options.parts };
    system = await startTestSystem({ ...options, parts, preview: true });
    // The first look builds the preview, which takes as long as the machine is busy.
    await Promise.all([openChromium(), fetch(`${system.url}/preview/app/`)]);
  });
  afterEach(async () => {
    const opened = screens.splice(0);
    const troubles = opened.flatMap((screen) => screen.troubles());
    for (const screen of opened) await screen.close();
    expect(troubles, 'the browser complains').to.deep.equal([]);
  });
  after(async () => {
    await closeChromium();
    await system?.stop();
  });

  async function open({ person, page = '', api: mood, ...settings }: Opening = {}): Promise<Screen> {
    strangers += 1;
    const user = person?.name ?? `stranger-${strangers}`;
    const context = await (await openChromium()).newContext(PHONE);
    // Whatever is not this machine is not there.
    await context.route(
      ({ hostname }) => hostname !== '127.0.0.1',
      (route) => route.abort(),
    );
    const api = new MoodyApi();
    if (mood) await api.begin(context, mood);
    const tab = await context.newPage();
    const screen = new Screen(context, tab, user, api);
    if (mood === 'broken') screen.expects(/status of 503/);
    screens.push(screen);
    const asked = new URLSearchParams({ user, strict: 'true', ...texts(settings) });
    // The first one waits for the mini-program to be built.
    await tab.goto(`${system?.url}/preview/app/?${asked}${page && `#${page}`}`, { timeout: BUILD_TIMEOUT_MS });
    return screen;
  }

  return () => ({ system: system as TestSystem, open });
}

const texts = (settings: object): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
