import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { suspectIn } from '../support/leaks/token-patterns.ts';
import { type Check, none } from './check.ts';

/** With its head there must be something in it: our own code names the head, too. */
const PRIVATE_KEY = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:\s|\\n)*[0-9A-Za-z+/]{40}/;
/** Lines that look like secrets and are none, each with the reason. */
const HARMLESS: Readonly<Record<string, string>> = {
  'test/leaks/find-leaks.test.ts': 'plants an unsigned token, to see that the search for leaks finds it',
};

/** Where this text of a file has a secret in it, by line. A token counts if its checksum is right: docs/secret-scanning.md. */
export function secretsIn(text: string): string[] {
  const lines = text.split('\n').flatMap((line, index) => {
    const kind = suspectIn(line);
    return kind ? [`line ${index + 1}: ${kind}`] : [];
  });
  return PRIVATE_KEY.test(text) ? [...lines, 'a private key'] : lines;
}

/** All that git keeps. */
export function checkSecrets(): Check {
  const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);
  const found = files
    .filter((file) => HARMLESS[file] === undefined)
    .flatMap((file) => secretsIn(readFileSync(file, 'latin1')).map((what) => `${file}, ${what}`));
  return none('secrets in the repository', found);
}
