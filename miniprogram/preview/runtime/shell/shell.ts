import type { Bundle } from '../bundle.ts';
import type { OpenPage } from '../open-page.ts';
import { onSettings, settings } from '../settings.ts';
import { element } from './element.ts';
import { insets } from './insets.ts';
import { PullDown } from './pull-down.ts';
import css from './shell.css';
import { TabBarView } from './tab-bar.ts';
import { themed } from './theme.ts';

const NAV_HEIGHT = 44;
const TAB_HEIGHT = 50;

type Hooks = {
  back(): void;
  openTab(path: string): void;
  pull(): void;
  reachBottom(): void;
  scroll(scrollTop: number): void;
};
export type Frame = { readonly frame: HTMLElement; readonly element: HTMLElement; readonly placeholder: HTMLElement };

/** What WeChat draws around a page: status bar, navigation bar with its capsule, tab bar. */
export class Shell {
  readonly #bundle: Bundle;
  readonly #tabBar: TabBarView;
  readonly #pullDown: PullDown;
  readonly #hooks: Hooks;
  readonly #bar = element('div', 'shell-nav');
  readonly #title = element('span', 'shell-title');
  readonly #back = element('button', 'shell-back', '‹');
  readonly #pages = element('div', 'shell-pages');
  #shown: OpenPage | null = null;

  constructor(bundle: Bundle, hooks: Hooks) {
    [this.#bundle, this.#hooks] = [bundle, hooks];
    this.#tabBar = new TabBarView(bundle, hooks.openTab);
    this.#pullDown = new PullDown(this.#pages, hooks.pull);
    this.#back.setAttribute('aria-label', '返回');
    this.#back.onclick = () => hooks.back();
    this.#bar.append(this.#back, this.#title, element('span', 'shell-capsule', '•••<i></i>◎'));
    this.#bar.append(element('span', 'shell-clock', '9:41'));
    const shell = element('div', 'shell');
    shell.append(this.#bar, this.#pages, this.#tabBar.root);
    document.body.append(shell);
    onSettings(() => this.#applySettings());
    this.#applySettings();
  }

  addFrame(route: string, isTab: boolean): Frame {
    const frame = element('div', 'shell-frame');
    const page = element('wx-page', '');
    page.dataset['route'] = route;
    const placeholder = element('span', '');
    page.append(placeholder);
    frame.append(page);
    this.#pages.append(frame);
    const height = innerHeight - insets().top - NAV_HEIGHT - (isTab ? TAB_HEIGHT + insets().bottom : 0);
    frame.style.setProperty('--page-vh', `${height / 100}px`);
    // A page without a tab bar reaches to the bottom of the phone.
    frame.style.setProperty('--safe-bottom', `${isTab ? 0 : insets().bottom}px`);
    page.addEventListener('scroll', () => {
      this.#hooks.scroll(page.scrollTop);
      if (page.scrollTop + page.clientHeight >= page.scrollHeight - 50) this.#hooks.reachBottom();
    });
    return { frame, element: page, placeholder };
  }

  show(page: OpenPage, canGoBack: boolean): void {
    this.#shown = page;
    page.frame.style.display = '';
    this.#back.style.display = canGoBack ? '' : 'none';
    this.#tabBar.select(page.isTab ? page.route : null);
    this.#pullDown.enable(page.config.enablePullDownRefresh === true);
    this.#drawBar();
  }

  /** Of the page that asks: in its onLoad it is not shown yet. */
  setTitle(page: OpenPage | undefined, title: string): void {
    if (page) page.config = { ...page.config, navigationBarTitleText: title };
    this.#drawBar();
  }

  setBarColor(front: string, background: string): void {
    if (!this.#shown) return;
    const style = front === '#ffffff' ? 'white' : 'black';
    const colors = { navigationBarTextStyle: style, navigationBarBackgroundColor: background };
    this.#shown.config = { ...this.#shown.config, ...colors };
    this.#drawBar();
  }

  get tabBar(): TabBarView {
    return this.#tabBar;
  }

  get pageTop(): number {
    return insets().top + NAV_HEIGHT;
  }

  pull(): void {
    this.#pullDown.pull();
  }

  stopPulling(): void {
    this.#pullDown.stop();
  }

  #drawBar(): void {
    const config = themed(this.#shown?.config ?? this.#bundle.app.window, this.#bundle.theme);
    this.#bar.style.background = config.navigationBarBackgroundColor ?? '#fff';
    this.#bar.style.color = config.navigationBarTextStyle === 'white' ? '#fff' : '#000';
    this.#title.textContent = document.title = config.navigationBarTitleText ?? '';
    if (this.#shown) this.#shown.frame.style.background = config.backgroundColor ?? '';
  }

  #applySettings(): void {
    const { theme } = settings();
    const { top, bottom } = insets();
    const root = document.documentElement;
    root.dataset['theme'] = theme;
    root.style.setProperty('--safe-top', `${top}px`);
    root.style.setProperty('--safe-bottom', `${bottom}px`);
    this.#tabBar.draw();
    this.#drawBar();
  }
}

export function mountShell(bundle: Bundle, hooks: Hooks): Shell {
  const style = document.createElement('style');
  style.textContent = css;
  document.head.append(style);
  return new Shell(bundle, hooks);
}
