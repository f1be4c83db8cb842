import type { Command } from 'commander';
import { migrateDatabaseAt } from '../system/migrate-database.ts';
import { withDatabase } from './with-database.ts';

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the newest schema')
    .action(() =>
      withDatabase(async ({ url }) => {
        const applied = await migrateDatabaseAt(url);
        console.log(applied.length === 0 ? 'nothing to do' : applied.map((name) => `applied ${name}`).join('\n'));
      }),
    );
}
