import type { Command } from 'commander';
import { migrateDatabase } from '../system/migrate-database.ts';
import { withDatabase } from './with-database.ts';

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the newest schema')
    .action(() =>
      withDatabase(async ({ knex }) => {
        const applied = await migrateDatabase(knex);
        console.log(applied.length === 0 ? 'nothing to do' : applied.map((name) => `applied ${name}`).join('\n'));
      }),
    );
}
