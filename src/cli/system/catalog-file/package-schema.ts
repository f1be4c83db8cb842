import { z } from 'zod';
import type { PackageOffer } from '../../../domain/catalog/package.ts';
import { DEFAULT_PRODUCT } from '../../../domain/catalog/product.ts';
import { points } from '../../../domain/shared/points.ts';
import type { Validity } from '../../../domain/shared/validity.ts';
import { code, count, instant, money, name, sort, storefronts, text } from './fields.ts';

const validity = z.union([
  z.strictObject({ days: z.int().min(1).max(36_500) }).transform(({ days }): Validity => ({ kind: 'days', days })),
  z
    .strictObject({ months: z.int().min(1).max(1_200) })
    .transform(({ months }): Validity => ({ kind: 'months', months })),
  z.strictObject({ until: instant }).transform(({ until }): Validity => ({ kind: 'until', until })),
]);

export const packageSchema = z
  .strictObject({
    ...{ code, name, description: text, validity, sort, storefronts },
    name_en: name.nullable().default(null),
    description_en: text.nullable().default(null),
    product: code.default(DEFAULT_PRODUCT.code),
    price_fen: money(1),
    original_price_fen: money(1).nullable().default(null),
    points: count(1),
    bonus_points: count(0).default(points(0n)),
    hot: z.boolean().default(false),
    enabled: z.boolean().default(true),
    sale_starts_at: instant.nullable().default(null),
    sale_ends_at: instant.nullable().default(null),
  })
  .refine(({ price_fen, original_price_fen }) => original_price_fen === null || original_price_fen >= price_fen, {
    path: ['original_price_fen'],
    message: 'lies below price_fen',
  })
  .transform(
    ({
      product,
      name_en,
      description_en,
      price_fen,
      original_price_fen,
      bonus_points,
      sale_starts_at,
      sale_ends_at,
      ...same
    }): PackageOffer => ({
      ...same,
      productCode: product,
      nameEn: name_en,
      descriptionEn: description_en,
      priceFen: price_fen,
      originalPriceFen: original_price_fen,
      bonusPoints: bonus_points,
      saleStartsAt: sale_starts_at,
      saleEndsAt: sale_ends_at,
    }),
  );
