import type { Command } from 'commander';
import { migrateQueueSchema } from '../../adapters/bullmq/migrate-queue-schema.ts';
import { APPLICATION_ROLE } from '../../adapters/postgres/application-role.ts';
import { migrateDatabaseAt } from '../system/migrate-database.ts';
import { withDatabase } from './with-database.ts';

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the newest schema')
    .action(() =>
      withDatabase(async ({ url, config }) => {
        const applied = [...(await migrateDatabaseAt(url))];
        if (!config.redisUrl && (await migrateQueueSchema(url, APPLICATION_ROLE))) applied.push('bullmq');
        console.log(applied.length === 0 ? 'nothing to do' : applied.map((name) => `applied ${name}`).join('\n'));
      }),
    );
}
