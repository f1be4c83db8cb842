import type { Bundle, WindowConfig } from './bundle.ts';
import type { Caller, PageRoot } from './engine.ts';
import type { Route } from './route.ts';
import type { Frame } from './shell/shell.ts';

export type OpenPage = {
  readonly route: string;
  readonly caller: Caller;
  readonly root: PageRoot;
  readonly frame: HTMLElement;
  readonly element: HTMLElement;
  readonly isTab: boolean;
  readonly url: string;
  /** Puts it into its frame, after onLoad. */
  readonly attach: () => void;
  config: WindowConfig;
  shown: boolean;
  ready: boolean;
};
type Place = { readonly frame: Frame; createRoot(tag: string, path: string): PageRoot };

/** A page that nobody has seen yet. */
export function newPage(bundle: Bundle, route: Route, isTab: boolean, { frame, createRoot }: Place): OpenPage {
  const { path, query, url } = route;
  const root = createRoot(path.replaceAll('/', '-'), `/${path}${searchOf(query)}`);
  const caller = root.get();
  Object.assign(caller, { route: path, __route__: path, options: query });
  return {
    ...{ route: path, url, caller, root, isTab, frame: frame.frame, element: frame.element },
    attach: () => root.attach(frame.element, frame.placeholder),
    config: { ...bundle.app.window, ...bundle.parts[path]?.json },
    ...{ shown: false, ready: false },
  };
}

function searchOf(query: Readonly<Record<string, string>>): string {
  const decoded = Object.entries(query).map(([name, value]) => [name, decodeURIComponent(value)]);
  return decoded.length > 0 ? `?${new URLSearchParams(decoded)}` : '';
}
