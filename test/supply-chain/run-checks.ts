import { readFileSync } from 'node:fs';
import type { Check } from './check.ts';
import { checkPackages, checkSources } from './check-packages.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkUnused } from './check-unused.ts';
import { LOCK_FILE, OTHER_LOCK_FILES, readLockFile } from './lock-file.ts';

type Manifest = { readonly allowScripts: Readonly<Record<string, boolean>> };

export async function runChecks(): Promise<Check[]> {
  const locked = readLockFile(LOCK_FILE);
  const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const everything = [...locked, ...OTHER_LOCK_FILES.flatMap(readLockFile)];
  return [...checkPackages(locked, allowScripts), ...checkSources(everything), checkSecrets(), await checkUnused()];
}
