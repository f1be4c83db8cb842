import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildPreview } from '../../miniprogram/preview/build/build-preview.ts';
import { toText } from '../../miniprogram/preview/build/problems.ts';

type Files = Readonly<Record<string, string>>;

const SOUND: Files = {
  'app.json': JSON.stringify({ pages: ['pages/a/a'], window: {}, tabBar: { list: [] } }),
  'app.ts': 'App({});',
  'app.wxss': '',
  'pages/a/a.json': '{}',
  'pages/a/a.ts': 'Page({ data: { name: "" }, onTap() {} });',
  'pages/a/a.wxml': '<view bind:tap="onTap">{{name}}</view>',
};

/** Builds a mini-program of one page, with these files in it or in the place of its own; null: without it. */
export async function build(change: Readonly<Record<string, string | null>> = {}) {
  const root = mkdtempSync(path.join(os.tmpdir(), 'seahorse-preview-'));
  for (const [file, content] of Object.entries({ ...SOUND, ...change })) {
    if (content === null) continue;
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  }
  const { problems, files } = await buildPreview(root);
  rmSync(root, { recursive: true, force: true });
  return { problems: problems.map(toText), script: String(files.get('app.js')) };
}
