import type { Command } from 'commander';
import { seedCatalog } from '../../application/catalog/seed-catalog.ts';
import { readCatalogFile } from '../system/read-catalog-file.ts';
import { UsageError } from './usage-error.ts';
import { withDatabase } from './with-database.ts';

export function registerCatalog(program: Command): void {
  program
    .command('catalog')
    .description('what is sold')
    .command('seed')
    .argument('<file>', 'a catalog file, such as catalogs/mini-program.json')
    .description('bring the catalog to what the file says; doing it twice changes nothing')
    .action(async (path: string) => {
      const file = await readCatalogFile(path).catch((error: Error) => {
        throw new UsageError(error.message);
      });
      await withDatabase(async (tools) => {
        const report = await seedCatalog(tools)(file);
        for (const { what, code, change } of report) console.log(`${change.padEnd(9)}  ${what.padEnd(7)}  ${code}`);
      });
    });
}
