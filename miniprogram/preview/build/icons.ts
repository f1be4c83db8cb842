import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import postcss, { type Rule } from 'postcss';
import { SCOPE_MARK } from './scope-mark.ts';

const FOLDER = path.join(path.dirname(createRequire(import.meta.url).resolve('tdesign-icons-svg/package.json')), 'src');

/** TDesign's icon font comes from Tencent's network. The preview draws the same icons from a package. */
export function iconRule(selector: string): Rule | null {
  const name = /^\.t-icon-([\w-]+)::?before$/.exec(selector)?.[1];
  if (!name || !existsSync(path.join(FOLDER, `${name}.svg`))) return null;
  return postcss.rule({
    selector: `.${SCOPE_MARK}t-icon-${name}:before`,
    nodes: postcss.parse(
      `content:"";display:inline-block;width:1em;height:1em;background:currentColor;-webkit-mask:url(icons/${name}.svg) center/contain no-repeat`,
    ).nodes,
  });
}

export function readIcon(name: string): string | null {
  const file = path.join(FOLDER, `${name}.svg`);
  if (!/^[\w-]+$/.test(name) || !existsSync(file)) return null;
  return readFileSync(file, 'utf8')
    .replace('view-box', 'viewBox')
    .replace(/(width|height)="1em"/g, '$1="24"');
}
