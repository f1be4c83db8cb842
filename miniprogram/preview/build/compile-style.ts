import path from 'node:path';
import postcss, { type AtRule, type CssSyntaxError, type Root, type Rule } from 'postcss';
import selectorParser, { type Selector } from 'postcss-selector-parser';
import { BUILT_IN_TAGS } from './built-in-tags.ts';
import { iconRule } from './icons.ts';
import { inlineImports } from './inline-imports.ts';
import type { Problems } from './problems.ts';
import { SCOPE_MARK } from './scope-mark.ts';
import type { SourceTree } from './source-tree.ts';

export type StyleOf =
  | { readonly kind: 'app' }
  | { readonly kind: 'page'; readonly route: string }
  | { readonly kind: 'component' };

/** Turns WXSS into CSS for one document, where WeChat has one for each page. */
export function compileStyle(tree: SourceTree, file: string, of: StyleOf, problems: Problems): string {
  let css: Root;
  try {
    css = postcss.parse(inlineImports(tree, file, problems), { from: file });
  } catch (error) {
    const { line, column, reason } = error as CssSyntaxError;
    problems.error(`${path.relative(tree.root, file)}:${line}:${column}`, reason);
    return '';
  }
  css.walkDecls((declaration) => {
    declaration.value = toBrowserUnits(declaration.value);
  });
  css.walkAtRules('media', unwrapTheme);
  css.walkAtRules('font-face', dropRemoteFont);
  css.walkRules((rule) => {
    const icon = iconRule(rule.selector);
    if (icon) rule.replaceWith(icon);
    else if (!isInKeyframes(rule)) rule.selector = toBrowserSelector(rule.selector, of);
  });
  return css.toString();
}

const toBrowserUnits = (value: string): string =>
  value
    .replace(/(^|[^\w.#-])([+-]?\d*\.?\d+)rpx\b/g, (_, before, n) => `${before}${Number((n / 7.5).toFixed(5))}vw`)
    .replace(/(^|[^\w.#-])([+-]?\d*\.?\d+)vh\b/g, (_, before, n) => `${before}calc(var(--page-vh, 1vh) * ${n})`)
    .replace(/(?:env|constant)\(safe-area-inset-(top|right|bottom|left)\)/g, (_, side) => `var(--safe-${side}, 0px)`);

/** The theme is the preview's own, so that its panel can change it. */
function unwrapTheme(media: AtRule): void {
  const theme = /^\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)$/.exec(media.params)?.[1];
  if (!theme) {
    media.params = media.params.replace(/([\d.]+)rpx/g, (_, n) => `${n / 2}px`);
    return;
  }
  media.walkRules((rule) => {
    rule.selector = rule.selectors.map((each) => `:where(html[data-theme="${theme}"]) ${each}`).join(',');
  });
  media.replaceWith(media.nodes ?? []);
}

/** TDesign's icons, which are drawn in another way here. */
function dropRemoteFont(face: AtRule): void {
  if (/url\(\s*['"]?https?:/.test(face.toString())) face.remove();
}

const isInKeyframes = ({ parent }: Rule): boolean =>
  parent?.type === 'atrule' && /keyframes$/.test((parent as AtRule).name);

function toBrowserSelector(selector: string, of: StyleOf): string {
  return selectorParser((selectors) => selectors.each((each) => translate(each, of))).processSync(selector);
}

function translate(selector: Selector, of: StyleOf): void {
  let page: selectorParser.Tag | null = null;
  selector.walkTags((tag) => {
    if (tag.value === 'page') page = tag;
    if (tag.value === 'page' || BUILT_IN_TAGS.has(tag.value)) tag.value = `wx-${tag.value}`;
  });
  selector.walkPseudos((pseudo) => {
    if (pseudo.value === ':host') pseudo.replaceWith(attribute('wx-host', SCOPE_MARK));
  });
  if (of.kind === 'component') {
    selector.walkClasses((name) => {
      name.value = SCOPE_MARK + name.value;
    });
  }
  if (of.kind !== 'page') return;
  const within = selectorParser.pseudo({
    value: ':where',
    nodes: [selectorParser.selector({ nodes: [attribute('data-route', of.route)], value: '' })],
  });
  if (page) return void (page as selectorParser.Tag).parent?.insertAfter(page, within);
  selector.prepend(selectorParser.combinator({ value: ' ' }));
  selector.prepend(within);
}

function attribute(name: string, value: string): selectorParser.Attribute {
  const made = selectorParser.attribute({ attribute: name, operator: '=', value, quoteMark: '"', raws: {} });
  made.setValue(value, { quoteMark: '"' });
  return made;
}
