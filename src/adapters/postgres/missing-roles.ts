import type { Knex } from 'knex';
import { READER_ROLE, ROLE_OF } from './application-role.ts';
import { rowsOf } from './rows.ts';

const { api, worker, operator } = ROLE_OF;
const MAKING: readonly (readonly [role: string, how: string])[] = [
  [api, `create role ${api} nologin`],
  [worker, `create role ${worker} nologin`],
  [operator, `create role ${operator} nologin`],
  [READER_ROLE, `create role ${READER_ROLE} nologin`],
];
const FORBIDDEN = '42501';

/**
 * Runs what makes roles. A user who may not make them gets what an administrator has to run: all of it, whichever migration
 * asks first. It is thrown as `RoleMissing`.
 */
export async function makingRoles(knex: Knex, work: () => Promise<unknown>): Promise<void> {
  const rows = await rowsOf<{ rolname: string }>(knex, 'select rolname from pg_roles', []);
  try {
    await work();
  } catch (error) {
    if ((error as { code?: string }).code !== FORBIDDEN) throw error;
    const present = new Set(rows.map(({ rolname }) => rolname));
    throw Object.assign(new Error(statementsFor(present), { cause: error }), { name: 'RoleMissing' });
  }
}

const statementsFor = (present: ReadonlySet<string>): string =>
  [
    'the database lacks roles of ours, and this user may not make them; as an administrator, run',
    ...MAKING.filter(([role]) => !present.has(role)).map(([, how]) => `  ${how};`),
    `  grant ${api}, ${worker} to ${operator};`,
    `  grant ${operator} to <the user in DATABASE_URL>;`,
    'then migrate again',
  ].join('\n');
