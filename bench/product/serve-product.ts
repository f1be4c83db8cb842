import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { diesWithUs } from '../../src/adapters/embedded/server-process.ts';
import type { RunningServer } from '../contenders/http-contender.ts';
import { freePort } from '../machine/free-port.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_WITHIN_MS = 30_000;

/** `seahorse serve`, as it runs in production, on the bench's database. It serves no payment here, so it calls nobody. */
export async function serveProduct(databaseUrl: string): Promise<RunningServer> {
  const port = await freePort();
  const [command, ...args] = diesWithUs('TERM', [process.execPath, '--import', 'tsx', 'src/cli/main.ts', 'serve']);
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'production',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    // None of the others writes a line per request.
    LOG_LEVEL: 'warn',
    ...nobodysAccount(),
  };
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await gone;
  };
  try {
    await untilReady(`http://127.0.0.1:${port}/readyz`, () => child.exitCode !== null);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, pid: child.pid ?? 0, stop };
}

async function untilReady(url: string, hasEnded: () => boolean): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until && !hasEnded()) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await delay(100);
  }
  throw new Error('the product does not become ready');
}

/** A WeChat account of the right form whose server is nowhere. */
function nobodysAccount(): Record<string, string> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const nowhere = 'http://127.0.0.1:9';
  return {
    WECHAT_API_BASE_URL: nowhere,
    WECHAT_PAY_BASE_URL: nowhere,
    WECHAT_APP_ID: 'wx0000000000000000',
    WECHAT_APP_SECRET: '0'.repeat(32),
    WECHAT_PAY_MCH_ID: '1900000000',
    WECHAT_PAY_MERCHANT_SERIAL: '0'.repeat(40),
    WECHAT_PAY_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    WECHAT_PAY_API_V3_KEY: '0'.repeat(32),
    WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0',
    WECHAT_PAY_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    WECHAT_PAY_NOTIFY_URL: `${nowhere}/api/webhook/wechat`,
  };
}
