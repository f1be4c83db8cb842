import { isOnSale, type Package, type Storefront } from '../../domain/catalog/package.ts';
import { expiryOf } from '../../domain/shared/validity.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'packages' | 'clock'> };
export type OfferedPackage = {
  readonly offer: Package;
  /** When points bought now would expire. */
  readonly pointsExpireAt: Date;
};
export type ListPackages = (storefront: Storefront) => Promise<OfferedPackage[]>;

/** What can be bought at this storefront now, in the operator's order. */
export const listPackages =
  ({ uow }: Dependencies): ListPackages =>
  (storefront) =>
    uow.run(async ({ packages, clock }) => {
      const now = await clock.now();
      const offers = (await packages.list()).filter((offer) => isOnSale(offer, storefront, now));
      return offers.map((offer) => ({ offer, pointsExpireAt: expiryOf(offer.validity, now) }));
    });
