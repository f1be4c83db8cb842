import type { Fen } from '../shared/fen.ts';
import type { PackageId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { Validity } from '../shared/validity.ts';
import { isOnSale, type Package, type Storefront } from './package.ts';

/** What the buyer pays and gets; frozen on the order, so that a later edit of the package touches no order. */
export type Quote = {
  readonly packageId: PackageId;
  readonly packageName: string;
  readonly amountFen: Fen;
  readonly points: Points;
  readonly bonusPoints: Points;
  readonly validity: Validity;
};

export type QuoteOutcome =
  | { readonly kind: 'quoted'; readonly quote: Quote }
  /** Switched off, outside its sale window, not sold at this storefront, or its points would have expired. */
  | { readonly kind: 'package_closed' };

export function quotePackage(offer: Package, storefront: Storefront, now: Date): QuoteOutcome {
  if (!isOnSale(offer, storefront, now)) return { kind: 'package_closed' };
  return {
    kind: 'quoted',
    quote: {
      packageId: offer.id,
      packageName: offer.name,
      amountFen: offer.priceFen,
      points: offer.points,
      bonusPoints: offer.bonusPoints,
      validity: offer.validity,
    },
  };
}
