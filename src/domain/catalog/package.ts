import type { Fen } from '../shared/fen.ts';
import type { PackageId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import { expiryOf, type Validity } from '../shared/validity.ts';

export const STOREFRONTS = ['miniprogram', 'web'] as const;
export type Storefront = (typeof STOREFRONTS)[number];

/** An offer of points at a price. */
export type Package = {
  readonly id: PackageId;
  /** The operator's name for it, unique: a catalog file is applied by code. */
  readonly code: string;
  /** The product that it belongs to. */
  readonly productCode: string;
  readonly name: string;
  readonly description: string;
  /** For pages in English; null: the Chinese one is shown there. */
  readonly nameEn: string | null;
  readonly descriptionEn: string | null;
  readonly priceFen: Fen;
  /** Shown struck through beside the price, which it never lies below; null: none is shown. */
  readonly originalPriceFen: Fen | null;
  readonly points: Points;
  readonly bonusPoints: Points;
  readonly validity: Validity;
  readonly hot: boolean;
  readonly sort: number;
  readonly storefronts: readonly Storefront[];
  readonly enabled: boolean;
  readonly saleStartsAt: Date | null;
  readonly saleEndsAt: Date | null;
};

/** A package without its id: what a catalog file says. */
export type PackageOffer = Omit<Package, 'id'>;

export function isOnSale(offer: Package, storefront: Storefront, now: Date): boolean {
  return (
    offer.enabled &&
    offer.storefronts.includes(storefront) &&
    (offer.saleStartsAt === null || offer.saleStartsAt <= now) &&
    (offer.saleEndsAt === null || now < offer.saleEndsAt) &&
    // Points with a fixed end are not sold when it has come: the buyer would pay for nothing.
    now < expiryOf(offer.validity, now)
  );
}
