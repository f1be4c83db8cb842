import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Nothing of ours leaks in: PGDATA, PGPORT or a locale would change what the server does. */
export const CHILD_ENV = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };

type Command = [string, ...string[]];

/**
 * Lets the kernel signal the command when this process dies, even by kill -9. Elsewhere than on Linux the command goes on
 * alone, and the next start takes its place.
 */
export function diesWithUs(signal: 'INT' | 'TERM', command: Command): Command {
  return isOnPath('setpriv') ? ['setpriv', `--pdeathsig=${signal}`, '--', ...command] : command;
}

function isOnPath(name: string): boolean {
  return CHILD_ENV.PATH.split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
