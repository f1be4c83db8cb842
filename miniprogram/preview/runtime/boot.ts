import { createBackend, patchElements, patchInlineStyles } from './backend.ts';
import { installBuiltIns } from './built-in/install.ts';
import type { Bundle } from './bundle.ts';
import { complain, onComplaint, report } from './complain.ts';
import { engine, newEnv } from './engine.ts';
import { PageStack } from './page-stack.ts';
import { registerParts } from './register-parts.ts';
import { parseRoute } from './route.ts';
import { changeSettings, onSettings, settings } from './settings.ts';
import { mountShell } from './shell/shell.ts';
import { installWx } from './wx/install-wx.ts';
import { leave } from './wx/leaving.ts';

type AppHooks = Record<string, unknown> & {
  onLaunch?(options: object): void;
  onShow?(options: object): void;
  onHide?(): void;
};
let app: AppHooks = {};

/** Starts the mini-program, as WeChat does when it is opened: at the address after `#`, or at its first page. */
export function boot(bundle: Bundle): void {
  engine.globalOptions.throwGlobalError = false;
  engine.addGlobalErrorListener((error, { type }) => report(type ?? 'error', error));
  engine.addGlobalWarningListener((message) => {
    if (!HARMLESS.test(message)) complain(message);
  });
  patchElements();
  patchInlineStyles();
  const env = newEnv();
  const space = env.createCodeSpace('', true);
  space.getComponentSpace().updateComponentOptions({ writeIdToDOM: true, writeFieldsToNode: false });
  space.addStyleSheet('app', 'app');
  installBuiltIns();
  const associated = env.associateBackend(createBackend(bundle.tags));
  const shell = mountShell(bundle, {
    back: () => void leave(pages),
    openTab: (path) => {
      pages.switchTab(`/${path}`);
      pages.call(pages.current, 'onTabItemTap', { pagePath: path });
    },
    pull: () => pages.call(pages.current, 'onPullDownRefresh'),
    reachBottom: () => pages.call(pages.current, 'onReachBottom'),
    scroll: (scrollTop) => pages.call(pages.current, 'onPageScroll', { scrollTop }),
  });
  const pages: PageStack = new PageStack(bundle, space, associated, shell);
  const launch = { path: bundle.pages[0], query: {}, scene: 1001, referrerInfo: {} };
  const wechat = installWx({ pages, shell, bundle, launch });
  Object.assign(globalThis, {
    App: (hooks: AppHooks) => {
      app = hooks;
    },
    getApp: () => app,
    getCurrentPages: () => pages.open.map(({ caller }) => caller),
  });
  bundle.loadApp();
  const css = registerParts(space, bundle);
  associated.registerStyleSheetContent('app', bundle.appCss);
  for (const [path, content] of css) associated.registerStyleSheetContent(path, content);
  app.onLaunch?.(launch);
  app.onShow?.(launch);
  pages.reLaunch(startOf(bundle));
  Object.assign(globalThis, {
    __preview: {
      ...{ settings, changeSettings, onSettings, onComplaint, pages, ...wechat.hooks },
      pull: () => shell.pull(),
      appHide: () => {
        app.onHide?.();
        pages.hideAll();
      },
      appShow: () => {
        app.onShow?.(launch);
        pages.showAgain();
      },
    },
  });
}

/** What TDesign's own templates make glass-easel say. */
const HARMLESS = /keys are not unique|Use number as for-list|"class" is not a valid event binding or slot value/;

function startOf(bundle: Bundle): string {
  const asked = location.hash.slice(1);
  return asked && bundle.parts[parseRoute(asked).path]?.isPage ? asked : `/${bundle.pages[0]}`;
}
