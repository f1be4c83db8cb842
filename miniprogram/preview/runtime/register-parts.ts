import type { Bundle, PreviewPart } from './bundle.ts';
import { report } from './complain.ts';
import type { CodeSpace, Definition, PartEnv } from './engine.ts';

type Globals = { Page?: unknown; Component?: unknown; Behavior?: unknown };
const globals = globalThis as unknown as Globals;

/** WeChat's own behaviors (`wx://form-field`) are texts, which glass-easel does not know. */
const withoutTexts = <D extends Definition>(definition: D): D =>
  definition.behaviors
    ? { ...definition, behaviors: definition.behaviors.filter((each) => typeof each !== 'string') }
    : definition;

/** Runs the code of every page and component; gives the CSS of each by path. */
export function registerParts(space: CodeSpace, bundle: Bundle): ReadonlyMap<string, string> {
  globals.Behavior = (definition: Definition) => space.behavior().definition(withoutTexts(definition)).register();
  const { parts, templates } = bundle;
  for (const [path, { json }] of Object.entries(parts)) {
    space.addComponentStaticConfig(path, json);
    space.addCompiledTemplate(path, {
      groupList: templates,
      content: templates[path],
      fallbackListenerOnNativeNode: true,
    });
  }
  const css = new Map<string, string>();
  Object.entries(parts).forEach(([path, part], index) => {
    const scope = part.isPage ? undefined : `c${index.toString(36)}`;
    if (part.css || scope) space.addStyleSheet(path, part.css ? path : undefined, scope);
    space.componentEnv(path, (env) => load(path, part, env));
    css.set(path, scoped(part, scope, bundle.scopeMark));
  });
  return css;
}

function load(path: string, { json, isPage, load: run }: PreviewPart, env: PartEnv): void {
  const before = { ...globals };
  globals.Page = (definition: Definition) => env.Page(withoutTexts(definition));
  globals.Component = (definition?: Definition) => {
    if (!definition) return env.Component();
    const { styleIsolation, addGlobalClass } = definition.options ?? {};
    const isolation = json.styleIsolation ?? styleIsolation ?? (addGlobalClass ? 'apply-shared' : null);
    if (isolation) json.styleIsolation = isolation;
    // The styles of a page that is written with Component() are a page's.
    if (isPage) json.component = false;
    return env.Component(withoutTexts(definition));
  };
  const behavior = (definition?: Definition) => env.Behavior(definition ? withoutTexts(definition) : {});
  globals.Behavior = Object.assign(behavior, { trait: env.Behavior.trait });
  try {
    run();
  } catch (error) {
    report(`${path} does not load`, error);
  }
  Object.assign(globals, { Page: before.Page, Component: before.Component, Behavior: before.Behavior });
}

function scoped({ css, json, isPage }: PreviewPart, scope: string | undefined, mark: string): string {
  const isShared = isPage || !scope || json.styleIsolation === 'shared' || json.styleIsolation === 'page-shared';
  return css.replaceAll(`"${mark}"`, `"${scope ?? ''}"`).replaceAll(mark, isShared ? '' : `${scope}--`);
}
