import type { Package, Storefront } from '../../domain/catalog/package.ts';
import type { Product } from '../../domain/catalog/product.ts';
import { isRunningAt } from '../../domain/catalog/promotion.ts';
import { type QuoteOutcome, quotePackage } from '../../domain/catalog/quote.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type Visitor = {
  /** Null: somebody who has not signed in, and is quoted as if he had bought before. */
  readonly userId: UserId | null;
  readonly storefront: Storefront;
};
export type QuoteNeeds = 'products' | 'promotions' | 'orders' | 'closings';
export type Quoter = (offer: Package) => Promise<QuoteOutcome>;

/** Quotes packages for this visitor at `now`; what all of them need is read once. */
export async function quoterFor(
  { products, promotions, orders, closings }: Pick<Stores, QuoteNeeds>,
  { userId, storefront }: Visitor,
  now: Date,
): Promise<Quoter> {
  const known = new Map((await products.list()).map((product) => [product.code, product]));
  const running = (await promotions.list()).filter((each) => isRunningAt(each, storefront, now));
  const asksForFirst = running.some(({ firstPurchaseOnly }) => firstPurchaseOnly);
  // Who has closed an account and comes back is a new user, and no new customer.
  const mayBeFirst = asksForFirst && userId !== null && !(await closings.hasPaidBefore(userId));
  return async (offer) => {
    const isFirstPurchase = mayBeFirst && (await orders.isFirstPurchase(userId, offer.id));
    // The table's reference says that it is there.
    const product = known.get(offer.productCode) as Product;
    return quotePackage({ offer, product, promotions: running, buyer: { isFirstPurchase }, storefront, now });
  };
}
