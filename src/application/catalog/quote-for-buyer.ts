import type { Storefront } from '../../domain/catalog/package.ts';
import type { Quote, QuoteOutcome } from '../../domain/catalog/quote.ts';
import type { PackageId, UserId } from '../../domain/shared/ids.ts';
import { expiryOf } from '../../domain/shared/validity.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type QuoteNeeds, quoterFor } from './quoter.ts';

type Dependencies = { readonly uow: UnitOfWork<QuoteNeeds | 'packages' | 'clock'> };
type Wish = { readonly userId: UserId; readonly packageId: PackageId; readonly storefront: Storefront };
export type QuoteForBuyerOutcome =
  /** `pointsExpireAt`: when points bought now would expire. */
  | { readonly kind: 'quoted'; readonly quote: Quote; readonly pointsExpireAt: Date }
  | Exclude<QuoteOutcome, { kind: 'quoted' }>
  | { readonly kind: 'unknown_package' };
export type QuoteForBuyer = (wish: Wish) => Promise<QuoteForBuyerOutcome>;

/** What this buyer would pay and get, were the order placed now. Nothing is reserved: the order itself decides. */
export const quoteForBuyer =
  ({ uow }: Dependencies): QuoteForBuyer =>
  ({ packageId, ...buyer }) =>
    uow.run(async (stores) => {
      const now = await stores.clock.now();
      const offer = await stores.packages.find(packageId);
      if (!offer) return { kind: 'unknown_package' };
      const quote = await quoterFor(stores, buyer, now);
      const quoted = await quote(offer);
      return quoted.kind === 'quoted' ? { ...quoted, pointsExpireAt: expiryOf(offer.validity, now) } : quoted;
    });
