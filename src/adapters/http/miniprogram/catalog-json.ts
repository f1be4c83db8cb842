import type { OfferedPackage } from '../../../application/catalog/list-packages.ts';
import type { ApiPrice } from '../../../domain/catalog/api-price.ts';
import type { Quote } from '../../../domain/catalog/quote.ts';
import type { SoldApi } from '../../../domain/catalog/sold-api.ts';
import { publicId } from '../public-id.ts';
import { wholeNumber } from '../whole-number.ts';
import { appliedJson } from './promotion-json.ts';

export const quoteJson = (quote: Quote, pointsExpireAt: Date) => ({
  package_id: publicId('pkg', quote.packageId),
  package_name: quote.packageName,
  list_price_fen: quote.listPriceFen,
  discount_fen: quote.discountFen,
  amount_fen: quote.amountFen,
  points: wholeNumber(quote.points),
  bonus_points: wholeNumber(quote.bonusPoints),
  promotions: quote.applied.map(appliedJson),
  validity: quote.validity,
  points_expire_at: pointsExpireAt,
});

export const packageJson = ({ offer, product, quote, pointsExpireAt }: OfferedPackage) => ({
  id: publicId('pkg', offer.id),
  code: offer.code,
  product: { code: product.code, name: product.name, type: product.type },
  name: offer.name,
  description: offer.description,
  price_fen: quote.amountFen,
  list_price_fen: quote.listPriceFen,
  original_price_fen: offer.originalPriceFen,
  points: wholeNumber(quote.points),
  bonus_points: wholeNumber(quote.bonusPoints),
  promotions: quote.applied.map(appliedJson),
  hot: offer.hot,
  validity: offer.validity,
  points_expire_at: pointsExpireAt,
});

export const apiJson = (api: SoldApi) => ({
  code: api.code,
  name: api.name,
  path: api.path,
  ...priceJson(api.price),
  next_price: api.nextPrice && priceJson(api.nextPrice),
  status: api.status,
  notice: api.notice,
});

const priceJson = ({ version, pointsPerCall, effectiveFrom }: ApiPrice) => ({
  points_per_call: wholeNumber(pointsPerCall),
  price_version: version,
  effective_from: effectiveFrom,
});
