// npm run e2e:sheet: what `npm run e2e` has seen, on one picture per theme in docs/.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { closeChromium, openChromium } from './support/chromium.ts';

const SHOTS = process.env['SCREENSHOTS'] ?? 'test-results/mini-program';
const COLUMNS = 8;
const WIDTH = 160;
const GAP = 12;

const figure = (folder: string, file: string): string => {
  const image = readFileSync(path.join(folder, file)).toString('base64');
  return `<figure><img src="data:image/png;base64,${image}"><figcaption>${file.replace('.png', '')}</figcaption></figure>`;
};
const style = `body{margin:0;padding:${GAP}px;background:#888;display:grid;grid-template-columns:repeat(${COLUMNS},${WIDTH}px);gap:${GAP}px}
figure{margin:0}img{width:100%;display:block;border-radius:8px}figcaption{font:11px system-ui;color:#fff;text-align:center;padding:4px 0}`;

const browser = await openChromium();
for (const theme of ['light', 'dark']) {
  const folder = path.join(SHOTS, theme);
  const files = readdirSync(folder).sort();
  const page = await browser.newPage({ viewport: { width: COLUMNS * (WIDTH + GAP) + GAP, height: 100 } });
  await page.setContent(`<style>${style}</style>${files.map((file) => figure(folder, file)).join('')}`);
  await page.screenshot({ path: `docs/mini-program-${theme}.jpg`, type: 'jpeg', quality: 55, fullPage: true });
  await page.close();
  console.log(`docs/mini-program-${theme}.jpg: ${files.length} screens`);
}
await closeChromium();
