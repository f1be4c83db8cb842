import { readFileSync } from 'node:fs';
import { type Check, none } from './check.ts';
import { checkPackages, checkSources } from './check-packages.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkUnused } from './check-unused.ts';
import { LOCK_FILE, OTHER_LOCK_FILES, readLockFile } from './lock-file.ts';

type Manifest = { readonly allowScripts: Readonly<Record<string, boolean>> };

/** Without it npm only warns of a script that nobody has judged, and runs it. */
export const checkStrictness = (npmrc: string): Check =>
  none(
    'settings that let such a script run',
    /^strict-allow-scripts=true$/m.test(npmrc) ? [] : ['strict-allow-scripts'],
  );

export async function runChecks(): Promise<Check[]> {
  const locked = readLockFile(LOCK_FILE);
  const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const everything = [...locked, ...OTHER_LOCK_FILES.flatMap(readLockFile)];
  return [
    ...checkPackages(locked, allowScripts),
    checkStrictness(readFileSync('.npmrc', 'utf8')),
    ...[...checkSources(everything), checkSecrets(), await checkUnused()],
  ];
}
