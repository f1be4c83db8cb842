import type { Command } from 'commander';
import { readCatalog } from '../../application/catalog/read-catalog.ts';
import { answersJson } from '../face/answer.ts';
import { withExamples } from '../face/examples.ts';
import { describeCatalog } from '../system/catalog-file/describe-catalog.ts';
import { WrittenCatalogShape } from '../system/catalog-file/listed-shape.ts';
import { writeCatalog } from '../system/catalog-file/write-entries.ts';
import { YES } from './approve.ts';
import { registerPublish } from './register-publish.ts';
import { SeededShape, type SeedOptions, seedFromFile } from './seed-from-file.ts';
import { withDatabase } from './with-database.ts';

export function registerCatalog(program: Command): void {
  const catalog = program.command('catalog').description('what is sold');
  registerSeed(catalog);
  registerList(catalog);
  registerPublish(catalog);
}

function registerSeed(catalog: Command): void {
  const command = withExamples(
    catalog.command('seed'),
    'catalog seed catalogs/mini-program.json --dry-run',
    'catalog seed catalogs/mini-program.json',
  )
    .argument('<file>', 'a catalog file, such as catalogs/mini-program.json')
    .option('--dry-run', 'show what would change, and change nothing')
    .option(YES[0], 'do not ask before something that exists is changed')
    .description('show what the file changes in the catalog, and change it; doing it twice changes nothing');
  const tell = answersJson(command, SeededShape);
  command.action((path: string, options: SeedOptions) => seedFromFile(path, options, tell));
}

function registerList(catalog: Command): void {
  const command = withExamples(
    catalog.command('list'),
    'catalog list',
    'catalog list --json > my-catalog.json',
  ).description('everything in the catalog, sold or not; with --json as a catalog file');
  const tell = answersJson(command, WrittenCatalogShape);
  command.action(() =>
    withDatabase(async (tools) => {
      const { now, ...all } = await readCatalog(tools)();
      tell(writeCatalog(all), () => describeCatalog(all, now).join('\n'));
    }),
  );
}
