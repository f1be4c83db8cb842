// npm run e2e:web-sheet: what `npm run e2e` has seen of the web pages, on one picture in docs/.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { closeChromium, openChromium } from '../mini-program/support/chromium.ts';

const SHOTS = process.env['WEB_SCREENSHOTS'] ?? 'test-results/web';
const FILE = 'docs/web-pages.jpg';
const COLUMNS = ['desktop-light', 'phone-light', 'desktop-dark', 'phone-dark'] as const;
const ROWS = [
  ...(['pricing', 'pricing-en', 'pricing-sign-in', 'checkout', 'checkout-en', 'checkout-expired'] as const),
  ...(['hosted-choose', 'hosted-checkout', 'result-pending', 'result-paid', 'result-en'] as const),
];
const [DESKTOP_WIDTH, PHONE_WIDTH, HEIGHT, GAP] = [448, 160, 300, 12];

const figure = (row: string, column: string): string => {
  const image = readFileSync(path.join(SHOTS, column, `${row}.png`)).toString('base64');
  return `<figure><img src="data:image/png;base64,${image}"><figcaption>${row}, ${column}</figcaption></figure>`;
};
const style = `body{margin:0;padding:${GAP}px;background:#888;display:grid;gap:${GAP}px;
grid-template-columns:repeat(2,${DESKTOP_WIDTH}px ${PHONE_WIDTH}px)}
figure{margin:0}img{width:100%;height:${HEIGHT}px;object-fit:cover;object-position:top;display:block;border-radius:6px}
figcaption{font:11px system-ui;color:#fff;text-align:center;padding:4px 0}`;

const browser = await openChromium();
const width = 2 * (DESKTOP_WIDTH + PHONE_WIDTH) + 5 * GAP;
const page = await browser.newPage({ viewport: { width, height: 100 } });
const figures = ROWS.flatMap((row) => COLUMNS.map((column) => figure(row, column)));
await page.setContent(`<style>${style}</style>${figures.join('')}`);
await page.screenshot({ path: FILE, type: 'jpeg', quality: 60, fullPage: true });
console.log(`${FILE}: ${figures.length} screens`);
await closeChromium();
