import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Three RSA key pairs take longer than most tests: later directories start with the account of the first.
let sharedAccount: string | undefined;

export function newDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'seahorse-simulator-'));
  if (sharedAccount) writeFileSync(join(dataDir, 'credentials.json'), sharedAccount, { mode: 0o600 });
  return dataDir;
}

export function removeDataDir(dataDir: string): void {
  const account = join(dataDir, 'credentials.json');
  if (existsSync(account)) sharedAccount ??= readFileSync(account, 'utf8');
  rmSync(dataDir, { recursive: true, force: true });
}
