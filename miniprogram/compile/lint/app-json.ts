import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Problems } from '../../preview/build/problems.ts';
import { readIn } from './source-text.ts';

const ICON_MAX_BYTES = 40 * 1024;

const themedColor = z
  .string()
  .regex(/^(#[0-9a-f]{6}|@\w+)$/i, { message: 'expected a colour such as #1f6bff, or @name of theme.json' });
const plainColor = z.string().regex(/^#[0-9a-f]{6}$/i, { message: 'expected a colour such as #1f6bff' });
const image = z.string().regex(/^images\/[\w-]+\.(png|jpe?g)$/, { message: 'expected a png or jpg in images/' });
const page = z.string().regex(/^[\w-]+(\/[\w-]+)+$/, { message: 'expected a path without an extension' });

const tab = z.strictObject({ pagePath: page, text: z.string().min(1), iconPath: image, selectedIconPath: image });
const tabBar = z.looseObject({
  ...{ color: themedColor, selectedColor: themedColor, backgroundColor: themedColor },
  borderStyle: z
    .string()
    .regex(/^(black|white|@\w+)$/)
    .optional(),
  list: z.array(tab).min(2).max(5),
});
const appSchema = z.looseObject({
  pages: z.array(page).min(1),
  window: z.looseObject({ navigationBarBackgroundColor: themedColor, backgroundColor: themedColor }),
  tabBar,
});
const THEMES = ['light', 'dark'] as const;
const themeSchema = z.record(z.enum(THEMES), z.record(z.string(), z.union([plainColor, z.enum(['black', 'white'])])));

/** DevTools and the phone complain about these; WeChat's compiler does not. */
export function checkAppJson(root: string, problems: Problems): void {
  const read = appSchema.safeParse(parse(root, 'app.json', problems));
  for (const { path: at, message } of read.error?.issues ?? []) problems.error(`app.json: ${at.join('.')}`, message);
  if (read.data) checkTabs(root, read.data, problems);
  checkTheme(root, problems);
}

function parse(root: string, file: string, problems: Problems): unknown {
  try {
    return JSON.parse(readIn(root, file));
  } catch (error) {
    problems.error(file, (error as Error).message);
    return {};
  }
}

function checkTabs(root: string, { pages, tabBar }: z.infer<typeof appSchema>, problems: Problems): void {
  for (const { pagePath, iconPath, selectedIconPath } of tabBar.list) {
    if (!pages.includes(pagePath)) problems.error('app.json: tabBar', `${pagePath} is not among the pages`);
    for (const icon of [iconPath, selectedIconPath]) {
      const file = path.join(root, icon);
      if (!existsSync(file)) problems.error('app.json: tabBar', `${icon} is not there`);
      else if (statSync(file).size > ICON_MAX_BYTES) problems.error('app.json: tabBar', `${icon} is larger than 40 KB`);
    }
  }
}

/** Every @name is there in both themes. */
function checkTheme(root: string, problems: Problems): void {
  const theme = themeSchema.safeParse(parse(root, 'theme.json', problems));
  for (const { path: at, message } of theme.error?.issues ?? []) problems.error(`theme.json: ${at.join('.')}`, message);
  const names = [...readIn(root, 'app.json').matchAll(/"@(\w+)"/g)].map(([, name = '']) => name);
  for (const name of names) {
    for (const each of THEMES) {
      if (theme.data && !theme.data[each]?.[name]) problems.error('theme.json', `${each} has no "${name}"`);
    }
  }
}
