import type { Change } from '../../domain/catalog/catalog-stores.ts';
import type { PackageOffer } from '../../domain/catalog/package.ts';
import type { SoldApi } from '../../domain/catalog/sold-api.ts';
import type { PackageId } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'packages' | 'soldApis'>; readonly ids: IdSource };
export type CatalogFile = { readonly packages: readonly PackageOffer[]; readonly apis: readonly SoldApi[] };
export type SeedReport = readonly {
  readonly what: 'package' | 'api';
  readonly code: string;
  readonly change: Change;
}[];
export type SeedCatalog = (file: CatalogFile) => Promise<SeedReport>;

/** Brings the catalog to what the file says, by code, all or nothing. What the file does not name stays as it is. */
export const seedCatalog =
  ({ uow, ids }: Dependencies): SeedCatalog =>
  (file) =>
    uow.run(async ({ packages, soldApis }) => {
      const report: { what: 'package' | 'api'; code: string; change: Change }[] = [];
      for (const offer of file.packages) {
        const change = await packages.put(ids.next<PackageId>(), offer);
        report.push({ what: 'package', code: offer.code, change });
      }
      for (const api of file.apis) report.push({ what: 'api', code: api.code, change: await soldApis.put(api) });
      return report;
    });
