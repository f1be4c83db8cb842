import { type Fen, fen } from '../shared/fen.ts';
import type { PackageId } from '../shared/ids.ts';
import { type Points, plus, sum } from '../shared/points.ts';
import type { Validity } from '../shared/validity.ts';
import { isOnSale, type Package, type Storefront } from './package.ts';
import type { Product } from './product.ts';
import { isRunningAt, type Promotion } from './promotion.ts';
import { gainOf, type QuotedPromotion } from './promotion-gain.ts';

/** What the buyer pays and gets; frozen on the order, so that a later edit of the catalog touches no order. */
export type Quote = {
  readonly packageId: PackageId;
  readonly packageCode: string;
  readonly packageName: string;
  readonly packageNameEn: string | null;
  /** The package's price before promotions. */
  readonly listPriceFen: Fen;
  readonly discountFen: Fen;
  /** What is paid: the list price less the discount. */
  readonly amountFen: Fen;
  readonly points: Points;
  /** The package's own and those of a promotion. */
  readonly bonusPoints: Points;
  readonly validity: Validity;
  /** The promotions that made it so: the cut, then the bonus. */
  readonly applied: readonly QuotedPromotion[];
};

export type QuoteOutcome =
  | { readonly kind: 'quoted'; readonly quote: Quote }
  /** Switched off (it or its product), outside its sale window, not sold at this storefront, or its points would have expired. */
  | { readonly kind: 'package_closed' };

export type QuoteRequest = {
  readonly offer: Package;
  /** The one that the package belongs to. */
  readonly product: Product;
  /** All there are, in any order. */
  readonly promotions: readonly Promotion[];
  readonly buyer: { readonly isFirstPurchase: boolean };
  readonly storefront: Storefront;
  readonly now: Date;
};

/**
 * The stacking rule. Of all promotions that apply (enabled, within their window, of this storefront and this package, their
 * minimum reached by the list price, and if they are for first purchases, this is one) at most one cuts the price: the
 * one that leaves the lowest price; and at most one gives bonus points: the one that gives most. Ties go to the lower code.
 * The cut is computed on the list price and rounded down to a fen, and leaves at least 1 fen to pay. Bonus points of a
 * promotion are added to the package's own; a percentage is of the paid points, rounded down.
 */
export function quotePackage(request: QuoteRequest): QuoteOutcome {
  const { offer, product, promotions, storefront, now } = request;
  if (!product.enabled || !isOnSale(offer, storefront, now)) return { kind: 'package_closed' };
  const gains = promotions.filter((each) => appliesTo(each, request)).map((each) => gainOf(each, offer));
  const applied = [...bestBy(gains, cutOf), ...bestBy(gains, bonusOf)];
  const discountFen = fen(applied.reduce((total, each) => total + each.discountFen, 0));
  return {
    kind: 'quoted',
    quote: {
      packageId: offer.id,
      packageCode: offer.code,
      packageName: offer.name,
      packageNameEn: offer.nameEn,
      listPriceFen: offer.priceFen,
      discountFen,
      amountFen: fen(offer.priceFen - discountFen),
      points: offer.points,
      bonusPoints: plus(offer.bonusPoints, sum(applied.map(({ bonusPoints }) => bonusPoints))),
      validity: offer.validity,
      applied,
    },
  };
}

function appliesTo(promotion: Promotion, { offer, buyer, storefront, now }: QuoteRequest): boolean {
  const { packageCodes, firstPurchaseOnly } = promotion;
  return (
    isRunningAt(promotion, storefront, now) &&
    (packageCodes === 'all' || packageCodes.includes(offer.code)) &&
    (buyer.isFirstPurchase || !firstPurchaseOnly)
  );
}

const cutOf = ({ discountFen }: QuotedPromotion): bigint => BigInt(discountFen);
const bonusOf = ({ bonusPoints }: QuotedPromotion): bigint => bonusPoints;

/** None, where nothing is gained: a minimum that is not reached, or a share that is rounded to nothing. */
const bestBy = (gains: readonly QuotedPromotion[], gainIn: (each: QuotedPromotion) => bigint): QuotedPromotion[] =>
  gains
    .filter((each) => gainIn(each) > 0n)
    .sort((a, b) => Number(gainIn(b) - gainIn(a)) || (a.code < b.code ? -1 : 1))
    .slice(0, 1);
