import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { systemBinaries } from '../../src/adapters/embedded/find-binaries.ts';
import { REPOSITORY } from './http/run-cli.ts';

const NEEDED = ['initdb', 'postgres', 'pg_dump', 'pg_restore'];

/** The folder of a PostgreSQL with server and client: the system's, or Debian's, which is fetched. There is no skipping. */
export async function systemPostgres(): Promise<string> {
  const installed = (await systemBinaries('/usr/lib/postgresql')).find((bin) =>
    NEEDED.every((name) => isProgram(path.join(bin, name))),
  );
  return installed ?? provision();
}

function provision(): string {
  const script = path.join(REPOSITORY, 'scripts/provision-postgres.sh');
  try {
    const said = execFileSync('sh', [script, path.join(REPOSITORY, '.data/postgresql')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return said.toString().trim();
  } catch (error) {
    const said = (error as { stderr?: Buffer }).stderr?.toString() ?? '';
    throw new Error(`these tests need PostgreSQL with pg_dump, which is not here and could not be fetched:\n${said}`);
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
