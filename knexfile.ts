import type { Knex } from 'knex';
import { migrationSource } from './migrations/migration-source.ts';

/** For the knex command: `DATABASE_URL=… npx tsx node_modules/knex/bin/cli.js --knexfile knexfile.ts migrate:list`. */
const config: Knex.Config = {
  client: 'pg',
  connection: process.env['DATABASE_URL'] ?? '',
  migrations: { migrationSource },
};

export default config;
