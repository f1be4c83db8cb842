import type { AppConfig, Bundle } from './bundle.ts';
import { report } from './complain.ts';
import type { AssociatedBackend, CodeSpace } from './engine.ts';
import { newPage, type OpenPage } from './open-page.ts';
import { parseRoute, type Route } from './route.ts';
import type { Shell } from './shell/shell.ts';

const DEEPEST = 10;

/** Null: done. Otherwise what WeChat says after `fail`. */
type Refusal = string | null;

/** The pages that are open, by WeChat's rules of moving between them. */
export class PageStack {
  readonly #open: OpenPage[] = [];
  readonly #tabs = new Map<string, OpenPage>();
  readonly #bundle: Bundle;
  readonly #space: CodeSpace;
  readonly #backend: AssociatedBackend;
  readonly #shell: Shell;

  constructor(bundle: Bundle, space: CodeSpace, backend: AssociatedBackend, shell: Shell) {
    [this.#bundle, this.#space, this.#backend, this.#shell] = [bundle, space, backend, shell];
  }

  get open(): readonly OpenPage[] {
    return this.#open;
  }

  get current(): OpenPage | undefined {
    return this.#open.at(-1);
  }

  navigateTo(url: string): Refusal {
    const route = this.#find(url);
    if (typeof route === 'string') return route;
    if (this.#isTab(route)) return 'can not navigateTo a tabbar page';
    if (this.#open.length >= DEEPEST) return 'webview count limit exceed';
    this.#hide(this.current);
    this.#show(this.#create(route));
    return null;
  }

  redirectTo(url: string): Refusal {
    const route = this.#find(url);
    if (typeof route === 'string') return route;
    if (this.#isTab(route)) return 'can not redirectTo a tabbar page';
    const last = this.#open.pop();
    if (last) this.#destroy(last);
    this.#show(this.#create(route));
    return null;
  }

  reLaunch(url: string): Refusal {
    const route = this.#find(url);
    if (typeof route === 'string') return route;
    for (const page of new Set([...this.#open.splice(0).reverse(), ...this.#tabs.values()])) this.#destroy(page);
    this.#show(this.#create(route));
    return null;
  }

  switchTab(url: string): Refusal {
    const route = this.#find(url);
    if (typeof route === 'string') return route;
    if (!this.#isTab(route)) return 'can not switch to no-tabBar page';
    this.#hide(this.current);
    for (const page of this.#open.splice(0).reverse()) if (!page.isTab) this.#destroy(page);
    const known = this.#tabs.get(route.path);
    if (known) this.#open.push(known);
    this.#show(known ?? this.#create({ ...route, query: {} }));
    return null;
  }

  navigateBack(delta = 1): Refusal {
    const steps = Math.min(delta, this.#open.length - 1);
    if (steps < 1) return 'cannot navigate back at first page.';
    for (const page of this.#open.splice(-steps).reverse()) this.#destroy(page);
    if (this.current) this.#show(this.current);
    return null;
  }

  hideAll(): void {
    this.#hide(this.current);
  }

  showAgain(): void {
    if (this.current) this.#show(this.current);
  }

  /** Calls a function of a page, if it has it; what it throws is told. */
  call(page: OpenPage | undefined, name: string, ...args: unknown[]): unknown {
    const method = page?.caller[name];
    if (typeof method !== 'function') return undefined;
    try {
      return method.apply(page?.caller, args);
    } catch (error) {
      return report(`${page?.route} ${name}`, error);
    }
  }

  #find(url: string): Route | string {
    const route = parseRoute(url, this.current?.route);
    return this.#bundle.parts[route.path]?.isPage ? route : `page "${route.path}" is not found`;
  }

  readonly #isTab = ({ path }: Route): boolean => this.#app.tabBar.list.some(({ pagePath }) => pagePath === path);

  get #app(): AppConfig {
    return this.#bundle.app;
  }

  #create(route: Route): OpenPage {
    const isTab = this.#isTab(route);
    const page = newPage(this.#bundle, route, isTab, {
      frame: this.#shell.addFrame(route.path, isTab),
      createRoot: (tag, path) => this.#backend.createRoot(tag, this.#space, path),
    });
    this.#open.push(page);
    if (isTab) this.#tabs.set(route.path, page);
    this.call(page, 'onLoad', route.query);
    page.attach();
    return page;
  }

  #show(page: OpenPage): void {
    this.#shell.show(page, this.#open.length > 1);
    history.replaceState(null, '', `#${page.url}`);
    if (!page.shown) {
      page.shown = true;
      this.call(page, 'onShow');
      page.root.getComponent().triggerPageLifetime('show', []);
    }
    if (page.ready) return;
    page.ready = true;
    requestAnimationFrame(() => this.call(page, 'onReady'));
  }

  #hide(page: OpenPage | undefined): void {
    if (!page) return;
    if (page.shown) {
      page.shown = false;
      this.call(page, 'onHide');
      page.root.getComponent().triggerPageLifetime('hide', []);
    }
    page.frame.style.display = 'none';
  }

  #destroy(page: OpenPage): void {
    page.shown = false;
    this.call(page, 'onUnload');
    page.root.release();
    page.frame.remove();
    this.#tabs.delete(page.route);
  }
}
