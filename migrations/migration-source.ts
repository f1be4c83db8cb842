import type { Knex } from 'knex';
import * as identity from './0001_identity.ts';
import * as catalog from './0002_catalog.ts';
import * as ordering from './0003_ordering.ts';
import * as ledger from './0004_ledger.ts';
import * as keyvault from './0005_keyvault.ts';

const migrations: readonly { readonly name: string; readonly migration: Knex.Migration }[] = [
  { name: '0001_identity', migration: identity },
  { name: '0002_catalog', migration: catalog },
  { name: '0003_ordering', migration: ordering },
  { name: '0004_ledger', migration: ledger },
  { name: '0005_keyvault', migration: keyvault },
];

/**
 * A list, not a folder scan: the recorded name has no file ending, so that it does not matter how the code is
 * run.
 */
export const migrationSource: Knex.MigrationSource<(typeof migrations)[number]> = {
  getMigrations: async () => [...migrations],
  getMigrationName: ({ name }) => name,
  getMigration: async ({ migration }) => migration,
};
