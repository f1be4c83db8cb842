import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { loadCredentials } from '../../simulator/credentials/load-credentials.ts';

const FILE = 'credentials.json';
let made: Promise<string> | undefined;

/** The simulated WeChat of this folder has the account that all tests of a process share: its keys take most of a second to make. */
export async function giveKnownAccount(dataDir: string): Promise<void> {
  made ??= makeAccount();
  await writeFile(path.join(dataDir, FILE), await made, { mode: 0o600 });
}

async function makeAccount(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seahorse-account-'));
  try {
    await loadCredentials(folder);
    return await readFile(path.join(folder, FILE), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
