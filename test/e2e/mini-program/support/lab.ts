import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { buildPreview } from '../../../../miniprogram/preview/build/build-preview.ts';
import { openChromium } from './chromium.ts';

type LabPage = { readonly wxml: string; readonly script: string; readonly wxss?: string };
const NO_TABS = { color: '#000000', selectedColor: '#000000', backgroundColor: '#ffffff', list: [] };
const HOST = 'http://lab.invalid';

/** A mini-program of one page, in the preview and without a backend. */
export async function openLab({ wxml, script, wxss = '' }: LabPage): Promise<Page> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'seahorse-lab-'));
  const write = (file: string, content: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  };
  write('app.json', JSON.stringify({ pages: ['pages/lab/lab', 'pages/next/next'], window: {}, tabBar: NO_TABS }));
  write('app.ts', 'App({});');
  for (const [name, content] of [
    ['lab', wxml],
    ['next', '<view>next</view>'],
  ] as const) {
    write(`pages/${name}/${name}.json`, '{}');
    write(`pages/${name}/${name}.wxml`, content);
    write(`pages/${name}/${name}.ts`, name === 'lab' ? script : 'Page({});');
    write(`pages/${name}/${name}.wxss`, name === 'lab' ? wxss : '');
  }
  const { files, problems } = await buildPreview(root);
  rmSync(root, { recursive: true, force: true });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const context = await (await openChromium()).newContext({
    hasTouch: true,
    isMobile: true,
    viewport: { width: 375, height: 812 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(5_000);
  page.on('pageerror', (error) => console.error(error.stack));
  await page.route(`${HOST}/**`, async (route) => {
    const body = files.get(new URL(route.request().url()).pathname.slice(1) || 'index.html');
    if (body === undefined) return route.fulfill({ status: 404 });
    const contentType = route.request().url().endsWith('.js') ? 'text/javascript' : 'text/html';
    await route.fulfill({ contentType, body: typeof body === 'string' ? body : Buffer.from(body) });
  });
  await page.goto(`${HOST}/?strict=true`);
  return page;
}

/** What the page of the lab has noted by `this.note(…)`. */
export const noted = (page: Page): Promise<unknown[]> => page.evaluate('getCurrentPages()[0].notes');
