import type { PackageOffer } from '../../../domain/catalog/package.ts';
import type { Product } from '../../../domain/catalog/product.ts';
import type { PromotionEffect, PromotionOffer } from '../../../domain/catalog/promotion.ts';
import type { Catalog, PlannedEntry } from '../../../domain/catalog/seed-plan.ts';
import { type ApiOffer, offerOf } from '../../../domain/catalog/sold-api.ts';
import type { Validity } from '../../../domain/shared/validity.ts';

/** An entry as a catalog file writes it, with every field. */
export type WrittenEntry = Readonly<Record<string, unknown>>;

/** The whole catalog as a file: seeding with it changes nothing. */
export const writeCatalog = ({ products, packages, promotions, apis }: Catalog) => ({
  products: products.map(writeProduct),
  packages: packages.map(writePackage),
  promotions: promotions.map(writePromotion),
  apis: apis.map(offerOf).map(writeApi),
});

/** An entry before and after, in the words of a file. */
export function writePlanned({
  what,
  before,
  after,
}: PlannedEntry): [before: WrittenEntry | null, after: WrittenEntry] {
  switch (what) {
    case 'product':
      return [before && writeProduct(before), writeProduct(after)];
    case 'package':
      return [before && writePackage(before), writePackage(after)];
    case 'promotion':
      return [before && writePromotion(before), writePromotion(after)];
    case 'api':
      return [before && writeApi(before), writeApi(after)];
  }
}

const writeProduct = ({ code, name, type, description, sort, enabled }: Product) => ({
  ...{ code, name, type, description, sort, enabled },
});

const writePackage = (offer: PackageOffer) => ({
  code: offer.code,
  product: offer.productCode,
  name: offer.name,
  description: offer.description,
  name_en: offer.nameEn,
  description_en: offer.descriptionEn,
  price_fen: offer.priceFen,
  original_price_fen: offer.originalPriceFen,
  // The tables admit no count beyond 2^53 − 1.
  points: Number(offer.points),
  bonus_points: Number(offer.bonusPoints),
  validity: writeValidity(offer.validity),
  hot: offer.hot,
  sort: offer.sort,
  storefronts: offer.storefronts,
  enabled: offer.enabled,
  sale_starts_at: offer.saleStartsAt,
  sale_ends_at: offer.saleEndsAt,
});

function writeValidity(validity: Validity) {
  switch (validity.kind) {
    case 'days':
      return { days: validity.days };
    case 'months':
      return { months: validity.months };
    case 'until':
      return { until: validity.until };
  }
}

const writePromotion = (promotion: PromotionOffer) => ({
  code: promotion.code,
  name: promotion.name,
  effect: writeEffect(promotion.effect),
  first_purchase_only: promotion.firstPurchaseOnly,
  packages: promotion.packageCodes,
  storefronts: promotion.storefronts,
  starts_at: promotion.startsAt,
  ends_at: promotion.endsAt,
  enabled: promotion.enabled,
  memo: promotion.memo,
});

export function writeEffect(effect: PromotionEffect) {
  switch (effect.kind) {
    case 'discount':
      return { pay_percent: effect.payPercent };
    case 'amount_off':
      return { minimum_fen: effect.minimumFen, off_fen: effect.offFen };
    case 'bonus':
      return { bonus_points: Number(effect.points) };
    case 'bonus_percent':
      return { bonus_percent: effect.percent };
  }
}

const writeApi = (offer: ApiOffer) => ({
  code: offer.code,
  name: offer.name,
  path: offer.path,
  points_per_call: Number(offer.pointsPerCall),
  effective_from: offer.effectiveFrom,
  status: offer.status,
  notice: offer.notice,
});
