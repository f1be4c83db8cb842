import type { Logger } from 'pino';
import { type ProcessKind, ROLE_OF } from '../../adapters/postgres/application-role.ts';
import { readSafety } from '../../adapters/postgres/read-safety.ts';
import type { Config } from './config.ts';
import { ExpectedFailure } from './expected-failure.ts';
import type { OpenDatabase } from './open-database.ts';
import { unsafeSettings } from './unsafe-settings.ts';

/** In production nobody is served from a database that may lose or rewrite what it has confirmed; elsewhere the log says so. */
export async function refuseUnsafeDatabase(
  { production }: Pick<Config, 'production'>,
  { knex, role }: Pick<OpenDatabase, 'knex' | 'role'>,
  kind: ProcessKind,
  logger: Logger,
): Promise<void> {
  const wanted = ROLE_OF[kind];
  const safety = await readSafety(knex);
  const found = unsafeSettings(safety, wanted);
  if (production && (found.length > 0 || role === null)) {
    const lines = found.map((each) => `  ${each.found}; ${each.remedy}`);
    // Without any right it would only fail later, request by request.
    const lost =
      role === null && lines.length === 0 ? [`  ${safety.login.name} may not take the role ${wanted}; grant it`] : [];
    throw new ExpectedFailure(`this database is not safe for money:\n${[...lines, ...lost].join('\n')}`);
  }
  for (const { what, ...text } of found) logger.warn({ what, ...text }, 'this database is not safe for production');
}
