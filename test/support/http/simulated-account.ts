import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { noteLines } from '../leaks/note.ts';
import { MAIN, REPOSITORY } from './run-cli.ts';

const SECRETS = /SECRET|PRIVATE_KEY|API_V3_KEY|APP_KEY|AES_KEY|PUSH_TOKEN/;

/** The variables that `seahorse simulator` prints, as a shell would take them over. */
export async function simulatedAccount(): Promise<Record<string, string>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seahorse-account-'));
  const child = spawn(process.execPath, [...MAIN, 'simulator', '--port', '0'], {
    cwd: REPOSITORY,
    env: { PATH: process.env['PATH'], SEAHORSE_DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((resolve) => child.once('close', resolve));
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += chunk;
    if (/NOTIFY_URL.*\n/.test(printed)) break;
  }
  child.kill('SIGKILL');
  await gone;
  await rm(folder, { recursive: true, force: true });
  const variables = [...printed.matchAll(/^export (\w+)='([^']*)'$/gm)];
  const account = Object.fromEntries(variables.map(([, name, value]) => [name as string, value as string]));
  for (const [name, value] of Object.entries(account)) {
    if (SECRETS.test(name)) noteLines('app secret', value);
  }
  return account;
}
