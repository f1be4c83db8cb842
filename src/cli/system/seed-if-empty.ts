import type { Application } from '../composition/compose.ts';
import { readCatalogFile } from './read-catalog-file.ts';

const CATALOG = new URL('../../../catalogs/mini-program.json', import.meta.url);

/** A catalog to start with. What an operator has made of it since is never touched. */
export async function seedIfEmpty({ listSoldApis, seedCatalog }: Application): Promise<void> {
  if ((await listSoldApis()).length === 0) await seedCatalog(await readCatalogFile(CATALOG));
}
