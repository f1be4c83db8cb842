import { type CatalogFile, planSeed, type SeedPlan } from '../../domain/catalog/seed-plan.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type CatalogStores, catalogWithin } from './read-catalog.ts';

export type PreviewSeed = (file: CatalogFile) => Promise<SeedPlan>;

/** What `seedCatalog` would do with this file now. */
export const previewSeed =
  ({ uow }: { readonly uow: UnitOfWork<keyof CatalogStores | 'clock'> }): PreviewSeed =>
  (file) =>
    uow.run(async (stores) => {
      const now = await stores.clock.now();
      return planSeed(file, await catalogWithin(stores, now), now);
    });
