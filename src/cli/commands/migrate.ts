import type { Command } from 'commander';
import { z } from 'zod';
import { answersJson } from '../face/answer.ts';
import { withExamples } from '../face/examples.ts';
import { migrateEverythingAt, pendingEverythingAt } from '../system/migrate-everything.ts';
import { withDatabase } from './with-database.ts';

const shape = z.strictObject({
  dry_run: z.boolean(),
  applied: z
    .array(z.string())
    .meta({ description: 'names in their order, bullmq_… the queue’s; with dry_run, what would be' }),
});

export function registerMigrate(program: Command): void {
  const migrate = program
    .command('migrate')
    .description('bring the database to the newest schema, and the queue’s where there is no Redis')
    .option('--dry-run', 'only say what would be applied');
  const tell = answersJson(migrate, shape);
  withExamples(migrate, 'migrate', 'migrate --dry-run');
  migrate.action(({ dryRun = false }: { readonly dryRun?: boolean }) =>
    withDatabase(async ({ url, config }) => {
      const applied = await (dryRun ? pendingEverythingAt : migrateEverythingAt)(url, config);
      tell({ dry_run: dryRun, applied: [...applied] }, () => linesOf(applied, dryRun ? 'would apply' : 'applied'));
    }),
  );
}

const linesOf = (applied: readonly string[], did: string): string =>
  applied.length === 0 ? 'nothing to do' : applied.map((name) => `${did} ${name}`).join('\n');
