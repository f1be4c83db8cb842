import type { Problems } from './problems.ts';
import { resolveComponent } from './resolve-component.ts';
import { isFromPackage, type SourceTree } from './source-tree.ts';

export type PartJson = {
  component?: boolean;
  usingComponents?: Record<string, string>;
  componentGenerics?: Record<string, { default?: string } | boolean>;
  styleIsolation?: string;
};
export type AppJson = {
  pages: string[];
  subPackages?: { root: string; pages: string[] }[];
  usingComponents?: Record<string, string>;
  themeLocation?: string;
};
/** A page or a component: four files of one name. */
export type Part = {
  /** From the root of the mini-program, without an extension. */
  readonly path: string;
  readonly script: string;
  readonly json: PartJson;
  readonly isPage: boolean;
};
export type Project = {
  readonly app: AppJson;
  readonly theme: object;
  readonly pages: readonly string[];
  readonly parts: readonly Part[];
};

/** The pages of app.json, and every component that one of them leads to. */
export function readProject(tree: SourceTree, problems: Problems): Project {
  const app = { pages: [], ...tree.readJson<AppJson>('app', problems) };
  const pages = [
    ...app.pages,
    ...(app.subPackages ?? []).flatMap(({ root, pages }) => pages.map((p) => `${root}/${p}`)),
  ];
  const parts = new Map<string, Part | null>();
  const waiting = [...pages];
  const resolveAll = (using: Record<string, string> = {}, from: string): Record<string, string> => {
    const known: Record<string, string> = {};
    for (const [tag, reference] of Object.entries(using)) {
      const found = resolveComponent(tree, reference, from);
      if (!found) problems.error(`${from}.json`, `component "${reference}" of <${tag}> is not there`);
      else [known[tag], waiting[waiting.length]] = [`/${found}`, found];
    }
    return known;
  };
  const everywhere = resolveAll(app.usingComponents, 'app');
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    if (parts.has(at)) continue;
    const script = ['.ts', '.js'].find((extension) => tree.has(at as string, extension));
    if (!script) problems.error(at, 'has no .ts');
    if (!tree.has(at, '.wxml')) problems.error(at, 'has no .wxml');
    const json = tree.readJson<PartJson>(at, problems);
    const own = resolveAll(json.usingComponents, at);
    for (const generic of Object.values(json.componentGenerics ?? {})) {
      if (typeof generic !== 'object' || !generic.default) continue;
      generic.default = resolveAll({ generic: generic.default }, at)['generic'] ?? generic.default;
    }
    const usingComponents = isFromPackage(at) ? own : { ...everywhere, ...own };
    const part = { path: at, script: tree.fileOf(at) + script, isPage: pages.includes(at) };
    parts.set(at, script ? { ...part, json: { ...json, component: json.component ?? false, usingComponents } } : null);
  }
  const theme = app.themeLocation ? tree.readJson(app.themeLocation.replace(/\.json$/, ''), problems) : {};
  return { app, theme, pages, parts: [...parts.values()].filter((part) => part !== null) };
}
