import type { Catalog } from '../../domain/catalog/seed-plan.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

export type CatalogStores = Pick<Stores, 'products' | 'packages' | 'promotions' | 'soldApis'>;
export type ReadCatalog = () => Promise<Catalog & { readonly now: Date }>;

/** The whole catalog, sold or not, and the instant at which it was read. */
export const readCatalog =
  ({ uow }: { readonly uow: UnitOfWork<keyof CatalogStores | 'clock'> }): ReadCatalog =>
  () =>
    uow.run(async (stores) => {
      const now = await stores.clock.now();
      return { ...(await catalogWithin(stores, now)), now };
    });

/** The same inside a transaction that has more to do. */
export const catalogWithin = async (
  { products, packages, promotions, soldApis }: CatalogStores,
  now: Date,
): Promise<Catalog> => ({
  products: await products.list(),
  packages: await packages.list(),
  promotions: await promotions.list(),
  apis: await soldApis.list(now),
});
