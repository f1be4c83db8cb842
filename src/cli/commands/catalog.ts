import type { Command } from 'commander';
import { readCatalog } from '../../application/catalog/read-catalog.ts';
import { describeCatalog } from '../system/catalog-file/describe-catalog.ts';
import { writeCatalog } from '../system/catalog-file/write-entries.ts';
import { type SeedOptions, seedFromFile } from './seed-from-file.ts';
import { withDatabase } from './with-database.ts';

export function registerCatalog(program: Command): void {
  const catalog = program.command('catalog').description('what is sold');
  catalog
    .command('seed')
    .argument('<file>', 'a catalog file, such as catalogs/mini-program.json')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--yes', 'do not ask before something that exists is changed')
    .description('show what the file changes in the catalog, and change it; doing it twice changes nothing')
    .action((path: string, options: SeedOptions) => seedFromFile(path, options));
  catalog
    .command('list')
    .option('--json', 'as a catalog file')
    .description('everything in the catalog, sold or not')
    .action(({ json }: { json?: true }) =>
      withDatabase(async (tools) => {
        const { now, ...all } = await readCatalog(tools)();
        console.log(json ? JSON.stringify(writeCatalog(all), null, 2) : describeCatalog(all, now).join('\n'));
      }),
    );
}
