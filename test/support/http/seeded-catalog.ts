import type { Application } from '../../../src/cli/composition/compose.ts';
import { readCatalogFile } from '../../../src/cli/system/read-catalog-file.ts';
import { STOREFRONTS } from '../../../src/domain/catalog/package.ts';
import type { CatalogFile } from '../../../src/domain/catalog/seed-plan.ts';

const CATALOGS = new URL('../../../catalogs/', import.meta.url);

/** Both catalogs that we ship: three packages of the mini-program, four of the web, three APIs. */
export const shippedCatalogs = (): Promise<CatalogFile[]> =>
  Promise.all(['mini-program.json', 'web-checkout.json'].map((name) => readCatalogFile(new URL(name, CATALOGS))));

export async function seedBothCatalogs({ seedCatalog }: Application): Promise<void> {
  for (const file of await shippedCatalogs()) await seedCatalog(file);
}

/** The same, each package at every storefront, as an operator may decide. */
export async function sellEverythingEverywhere({ seedCatalog }: Application): Promise<void> {
  for (const file of await shippedCatalogs()) {
    await seedCatalog({ ...file, packages: file.packages.map((each) => ({ ...each, storefronts: STOREFRONTS })) });
  }
}
