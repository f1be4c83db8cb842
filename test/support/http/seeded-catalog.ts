import type { Application } from '../../../src/cli/composition/compose.ts';
import { readCatalogFile } from '../../../src/cli/system/read-catalog-file.ts';

const CATALOGS = new URL('../../../catalogs/', import.meta.url);

/** Both catalogs that we ship: three packages of the mini-program, four of the web, three APIs. */
export async function seedBothCatalogs({ seedCatalog }: Application): Promise<void> {
  for (const name of ['mini-program.json', 'web-checkout.json']) {
    await seedCatalog(await readCatalogFile(new URL(name, CATALOGS)));
  }
}
