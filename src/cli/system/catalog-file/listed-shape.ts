import { z } from 'zod';
import { STOREFRONTS } from '../../../domain/catalog/package.ts';
import { PRODUCT_TYPES } from '../../../domain/catalog/product.ts';
import { API_STATUSES } from '../../../domain/catalog/sold-api.ts';
import { instant } from '../../face/answer.ts';

const always = { code: z.string(), name: z.string() };

const ProductShape = z.strictObject({
  ...{ ...always, type: z.enum(PRODUCT_TYPES), description: z.string(), sort: z.int(), enabled: z.boolean() },
});

const ValidityShape = z.union([
  z.strictObject({ days: z.int() }),
  z.strictObject({ months: z.int() }),
  z.strictObject({ until: instant }),
]);

const PackageShape = z.strictObject({
  ...always,
  product: z.string(),
  description: z.string(),
  name_en: z.string().nullable(),
  description_en: z.string().nullable(),
  price_fen: z.int(),
  original_price_fen: z.int().nullable(),
  points: z.int(),
  bonus_points: z.int(),
  validity: ValidityShape,
  hot: z.boolean(),
  sort: z.int(),
  storefronts: z.array(z.enum(STOREFRONTS)),
  enabled: z.boolean(),
  sale_starts_at: instant.nullable(),
  sale_ends_at: instant.nullable(),
});

const EffectShape = z.union([
  z.strictObject({ pay_percent: z.int() }),
  z.strictObject({ minimum_fen: z.int(), off_fen: z.int() }),
  z.strictObject({ bonus_points: z.int() }),
  z.strictObject({ bonus_percent: z.int() }),
]);

const PromotionShape = z.strictObject({
  ...always,
  effect: EffectShape,
  first_purchase_only: z.boolean(),
  packages: z.union([z.literal('all'), z.array(z.string())]),
  storefronts: z.array(z.enum(STOREFRONTS)),
  starts_at: instant,
  ends_at: instant.nullable(),
  enabled: z.boolean(),
  memo: z.string(),
});

const ApiShape = z.strictObject({
  ...always,
  path: z.string(),
  points_per_call: z.int(),
  effective_from: instant.nullable(),
  status: z.enum(API_STATUSES),
  notice: z.string(),
});

/** A catalog file with every field of every entry, as `catalog list --json` writes it; to be read it needs fewer (`schema.ts`). */
export const WrittenCatalogShape = z.strictObject({
  products: z.array(ProductShape),
  packages: z.array(PackageShape),
  promotions: z.array(PromotionShape),
  apis: z.array(ApiShape),
});
