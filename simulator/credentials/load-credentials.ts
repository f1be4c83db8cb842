import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredCredentials } from './credentials.ts';
import { generateCredentials } from './generate-credentials.ts';
import { completeAccount } from './open-service-accounts.ts';

/** Written beside its place and renamed, so that a crash leaves either no file or a whole one. */
function writePrivateFile(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

/** The same account for the life of `dataDir`: a merchant's keys do not change when WeChat restarts. */
export async function loadCredentials(dataDir: string): Promise<StoredCredentials> {
  const path = join(dataDir, 'credentials.json');
  const held = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as StoredCredentials) : null;
  const credentials = held ? completeAccount(held) : await generateCredentials();
  if (credentials !== held) writePrivateFile(path, `${JSON.stringify(credentials, null, 2)}\n`);
  return credentials;
}
