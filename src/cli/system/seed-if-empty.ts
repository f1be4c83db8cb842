import type { UnitOfWork } from '../../application/shared/unit-of-work.ts';
import type { Application } from '../composition/compose.ts';
import { readCatalogFile } from './read-catalog-file.ts';

type Catalog = UnitOfWork<'packages' | 'soldApis' | 'clock'>;

/** One for each storefront. */
const CATALOGS = ['mini-program.json', 'web-checkout.json'].map(
  (name) => new URL(`../../../catalogs/${name}`, import.meta.url),
);

/** A catalog to start with. What an operator has made of it since is never touched. */
export async function seedIfEmpty({ seedCatalog }: Pick<Application, 'seedCatalog'>, uow: Catalog): Promise<void> {
  const kept = await uow.run(async ({ packages, soldApis, clock }) => [
    ...(await packages.list()),
    ...(await soldApis.list(await clock.now())),
  ]);
  if (kept.length > 0) return;
  for (const catalog of CATALOGS) await seedCatalog(await readCatalogFile(catalog));
}
