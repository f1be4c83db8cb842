import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
].concat(['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage']);

/** `CHROMIUM` names another one. */
function findChromium(): string {
  const named = process.env['CHROMIUM'];
  const found = [...(named ? [named] : []), ...PLACES].find((file) => existsSync(file));
  if (found) return found;
  throw new Error(
    'no Chromium: apt-get install chromium fonts-noto-cjk, or say where it is: CHROMIUM=/path/to/chromium',
  );
}

let browser: Promise<Browser> | null = null;

/** One for all tests of this process; another one where it has died. */
export async function openChromium(): Promise<Browser> {
  const running = await browser?.catch(() => null);
  if (!running?.isConnected()) browser = chromium.launch({ executablePath: findChromium(), args: QUIET });
  return browser as Promise<Browser>;
}

export async function closeChromium(): Promise<void> {
  await (await browser)?.close();
  browser = null;
}
