import path from 'node:path';
import compiler from 'glass-easel-template-compiler';
import { BUILT_IN_TAGS, SHOWN_TAGS, TEMPLATE_TAGS } from './built-in-tags.ts';
import type { Problems } from './problems.ts';
import type { Part } from './read-project.ts';
import { isFromPackage, type SourceTree } from './source-tree.ts';

/** WXS has regular expressions and dates of its own. */
const WXS_GLOBALS = `var getRegExp=function(p,f){return new RegExp(p,f)};
var getDate=function(){return arguments.length?new (Function.prototype.bind.apply(Date,[null].concat([].slice.call(arguments)))):new Date()};`;
/** In WXS the constructor of a value is a text. */
const asWxs = (source: string): string => source.replace(/\.constructor\b(?!\s*\()/g, '.constructor.name');

/** All WXML and WXS as one JavaScript expression: an object of templates by path. */
export function compileTemplates(tree: SourceTree, parts: readonly Part[], problems: Problems): string {
  const group = new compiler.TmplGroup();
  const [templates, scripts] = [new Set<string>(), new Set<string>()];
  const tags = new Map<string, Set<string>>();

  function addScript(script: string, from: string): void {
    if (scripts.has(script)) return;
    scripts.add(script);
    if (!tree.has(script, '.wxs')) return problems.error(`${from}.wxml`, `${script}.wxs is not there`);
    const source = asWxs(tree.read(script, '.wxs'));
    group.addScript(script, source);
    group.addScript(`${script}.wxs`, source);
    for (const [, reference = ''] of source.matchAll(/require\(\s*['"]([^'"]+)['"]\s*\)/g)) {
      const base = reference.startsWith('/') ? '' : path.posix.dirname(script);
      addScript(path.posix.join(base, reference).replace(/^\/|\.wxs$/g, ''), from);
    }
  }

  function addTemplate(template: string, from: string): void {
    if (templates.has(template)) return;
    templates.add(template);
    if (!tree.has(template, '.wxml')) return problems.error(from, `${template}.wxml is not there`);
    const source = tree.read(template, '.wxml');
    for (const { startLine, startColumn, message, isError } of group.addTmpl(template, source)) {
      const where = `${template}.wxml:${startLine + 1}:${startColumn + 1}`;
      // WeChat refuses what is only a warning here, such as a tag that is not closed. Packages have passed WeChat.
      if (isError || !isFromPackage(template)) problems.error(where, message);
    }
    for (const name of group.getInlineScriptModuleNames(template)) {
      group.setInlineScript(template, name, asWxs(group.getInlineScript(template, name) ?? ''));
    }
    tags.set(template, new Set([...source.matchAll(/<([a-z][\w-]*)/g)].map(([, tag = '']) => tag)));
    for (const dependency of group.getDirectDependencies(template)) addTemplate(dependency, template);
    for (const dependency of group.getScriptDependencies(template)) addScript(dependency, template);
  }

  for (const { path: at } of parts) if (tree.has(at, '.wxml')) addTemplate(at, at);
  for (const part of parts) if (!isFromPackage(part.path)) checkTags(part, tags.get(part.path) ?? new Set(), problems);
  group.setExtraRuntimeScript(WXS_GLOBALS);
  return group.getTmplGenObjectGroups();
}

function checkTags({ path: at, json }: Part, tags: ReadonlySet<string>, problems: Problems): void {
  const shown: ReadonlySet<string> = new Set(SHOWN_TAGS);
  for (const tag of tags) {
    if (TEMPLATE_TAGS.has(tag) || json.usingComponents?.[tag] || json.componentGenerics?.[tag] || shown.has(tag))
      continue;
    const why = BUILT_IN_TAGS.has(tag) ? 'the preview cannot show it' : 'neither built in nor in usingComponents';
    problems.error(`${at}.wxml`, `unknown tag <${tag}>: ${why}`);
  }
}
