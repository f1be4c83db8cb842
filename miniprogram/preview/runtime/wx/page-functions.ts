import type { PageStack } from '../page-stack.ts';
import type { Shell } from '../shell/shell.ts';
import { later, textOf } from './call.ts';

type Creates = { createSelectorQuery(): unknown; createIntersectionObserver(options?: object): unknown };

/** What concerns the page that is shown. */
export const pageFunctions = (pages: PageStack, shell: Shell) => ({
  setNavigationBarTitle: later('setNavigationBarTitle', (given) =>
    shell.setTitle(pages.current, textOf(given, 'title')),
  ),
  setNavigationBarColor: later('setNavigationBarColor', (given) =>
    shell.setBarColor(textOf(given, 'frontColor'), textOf(given, 'backgroundColor')),
  ),
  showNavigationBarLoading: later('showNavigationBarLoading', () => {}),
  hideNavigationBarLoading: later('hideNavigationBarLoading', () => {}),
  setTabBarBadge: later('setTabBarBadge', ({ index, text }) => shell.tabBar.setBadge(Number(index), String(text))),
  removeTabBarBadge: later('removeTabBarBadge', ({ index }) => shell.tabBar.setBadge(Number(index), null)),
  showTabBar: later('showTabBar', () => shell.tabBar.setHidden(false)),
  hideTabBar: later('hideTabBar', () => shell.tabBar.setHidden(true)),
  startPullDownRefresh: later('startPullDownRefresh', () => shell.pull()),
  stopPullDownRefresh: later('stopPullDownRefresh', () => shell.stopPulling()),
  pageScrollTo: later('pageScrollTo', ({ scrollTop, selector }) => {
    const page = pages.current?.element;
    if (typeof selector === 'string') page?.querySelector(selector)?.scrollIntoView();
    else page?.scrollTo({ top: Number(scrollTop ?? 0) });
  }),
  createSelectorQuery: () => (pages.current?.caller as unknown as Creates | undefined)?.createSelectorQuery(),
  createIntersectionObserver: (component: Creates, options?: object) => component.createIntersectionObserver(options),
  nextTick: (work: () => void) => queueMicrotask(work),
});
