import type { Package } from '../../domain/catalog/package.ts';
import type { Product } from '../../domain/catalog/product.ts';
import type { Quote } from '../../domain/catalog/quote.ts';
import { expiryOf } from '../../domain/shared/validity.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type QuoteNeeds, quoterFor, type Visitor } from './quoter.ts';

type Dependencies = { readonly uow: UnitOfWork<QuoteNeeds | 'packages' | 'clock'> };
export type OfferedPackage = {
  readonly offer: Package;
  readonly product: Product;
  /** What this visitor would pay and get. */
  readonly quote: Quote;
  /** When points bought now would expire. */
  readonly pointsExpireAt: Date;
};
export type ListPackages = (visitor: Visitor) => Promise<OfferedPackage[]>;

/** What can be bought at this storefront now, in the operator's order: by product, then by package. */
export const listPackages =
  ({ uow }: Dependencies): ListPackages =>
  (visitor) =>
    uow.run(async (stores) => {
      const now = await stores.clock.now();
      const quote = await quoterFor(stores, visitor, now);
      const packages = await stores.packages.list();
      const offered: OfferedPackage[] = [];
      for (const product of await stores.products.list()) {
        for (const offer of packages.filter(({ productCode }) => productCode === product.code)) {
          const quoted = await quote(offer);
          if (quoted.kind !== 'quoted') continue;
          offered.push({ offer, product, quote: quoted.quote, pointsExpireAt: expiryOf(offer.validity, now) });
        }
      }
      return offered;
    });
