import { type CatalogFile, type PlannedEntry, planSeed, type SeedPlan } from '../../domain/catalog/seed-plan.ts';
import type { PackageId, PromotionId } from '../../domain/shared/ids.ts';
import { sameValue } from '../../domain/shared/same-value.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type CatalogStores, catalogWithin } from './read-catalog.ts';

type Dependencies = { readonly uow: UnitOfWork<keyof CatalogStores | 'clock'>; readonly ids: IdSource };
export type SeedOutcome =
  | { readonly kind: 'seeded'; readonly plan: SeedPlan }
  /** It would no longer do what was approved; nothing was done. */
  | { readonly kind: 'outdated'; readonly plan: SeedPlan };
export type SeedCatalog = (file: CatalogFile, approved?: SeedPlan) => Promise<SeedOutcome>;

/**
 * Brings the catalog to what the file says, by code, all or nothing. What the file does not name stays as it is. With a
 * plan that somebody has approved it does exactly that or nothing: the catalog may have changed since it was shown.
 */
export const seedCatalog =
  ({ uow, ids }: Dependencies): SeedCatalog =>
  (file, approved) =>
    uow.run(async (stores) => {
      await stores.products.lockCatalog();
      const now = await stores.clock.now();
      const plan = planSeed(file, await catalogWithin(stores, now), now);
      if (approved && !sameValue(plan, approved)) return { kind: 'outdated', plan };
      for (const entry of plan) if (entry.change !== 'unchanged') await put(stores, ids, entry, now);
      return { kind: 'seeded', plan };
    });

function put(stores: CatalogStores, ids: IdSource, { what, after }: PlannedEntry, now: Date): Promise<void> {
  switch (what) {
    case 'product':
      return stores.products.put(after);
    case 'package':
      return stores.packages.put(ids.next<PackageId>(), after);
    case 'promotion':
      return stores.promotions.put(ids.next<PromotionId>(), after);
    case 'api':
      return stores.soldApis.put(after, now);
  }
}
