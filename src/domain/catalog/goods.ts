import { type Fen, fen } from '../shared/fen.ts';
import { expiryOf } from '../shared/validity.ts';
import type { Package, Storefront } from './package.ts';
import type { Product } from './product.ts';
import { type Promotion, promotionStatus } from './promotion.ts';
import { gainOf } from './promotion-gain.ts';

/** A package at a price: what a provider lists that compares each order with goods of its own. */
export type Goods = {
  readonly packageCode: string;
  readonly name: string;
  readonly description: string;
  readonly amountFen: Fen;
};

type Sold = {
  readonly products: readonly Product[];
  readonly packages: readonly Package[];
  readonly promotions: readonly Promotion[];
};

/**
 * Every package at every price that a buyer may be asked for at this storefront, now or later: a provider takes its time to
 * list them. As at most one promotion cuts a price, these are the list price and what each single one leaves of it.
 */
export function goodsFor({ products, packages, promotions }: Sold, storefront: Storefront, now: Date): Goods[] {
  const sold = new Set(products.filter(({ enabled }) => enabled).map(({ code }) => code));
  const cuts = promotions.filter((each) => isStillToRun(each, storefront, now));
  return packages
    .filter((offer) => sold.has(offer.productCode) && isStillToSell(offer, storefront, now))
    .flatMap((offer) => {
      const { code: packageCode, name, description } = offer;
      return pricesOf(offer, cuts).map((amountFen) => ({ packageCode, name, description, amountFen }));
    });
}

function pricesOf(offer: Package, cuts: readonly Promotion[]): Fen[] {
  const prices = cuts
    .filter(({ packageCodes }) => packageCodes === 'all' || packageCodes.includes(offer.code))
    .map((promotion) => fen(offer.priceFen - gainOf(promotion, offer).discountFen));
  return [...new Set([offer.priceFen, ...prices])];
}

const isStillToSell = (offer: Package, storefront: Storefront, now: Date): boolean =>
  offer.enabled &&
  offer.storefronts.includes(storefront) &&
  (offer.saleEndsAt === null || now < offer.saleEndsAt) &&
  now < expiryOf(offer.validity, now);

function isStillToRun(promotion: Promotion, storefront: Storefront, now: Date): boolean {
  const status = promotionStatus(promotion, now);
  return (status === 'running' || status === 'not_started') && promotion.storefronts.includes(storefront);
}

export type Listing =
  | { readonly kind: 'listed' }
  /** It was there before. */
  | { readonly kind: 'unchanged' }
  /** The provider is at it, or at something else: the same again later. */
  | { readonly kind: 'under_way' }
  /** `reason` is for operators. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Port. A provider's list of goods. */
export interface GoodsList {
  /** The provider's name for these goods. Goods of one name are one entry. */
  idOf(goods: Goods): string;
  /** Brings the list to have these goods on sale; doing it twice changes nothing. */
  list(goods: Goods): Promise<Listing>;
}
