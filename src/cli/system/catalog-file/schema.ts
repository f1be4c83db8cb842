import { z } from 'zod';
import { PRODUCT_TYPES } from '../../../domain/catalog/product.ts';
import { API_STATUSES, type ApiOffer } from '../../../domain/catalog/sold-api.ts';
import type { ApiCode } from '../../../domain/shared/ids.ts';
import { code, count, instant, name, sort, text } from './fields.ts';
import { packageSchema } from './package-schema.ts';
import { promotionSchema } from './promotion-schema.ts';

const productSchema = z.strictObject({
  ...{ code, name, type: z.enum(PRODUCT_TYPES), description: text, sort },
  enabled: z.boolean().default(true),
});

const apiSchema = z
  .strictObject({
    ...{ name, notice: text },
    code: code.transform((written) => written as ApiCode),
    path: z.string().startsWith('/').max(255),
    points_per_call: count(1),
    effective_from: instant.nullable().default(null),
    status: z.enum(API_STATUSES).default('normal'),
  })
  .transform(
    ({ points_per_call, effective_from, ...same }): ApiOffer => ({
      ...same,
      pointsPerCall: points_per_call,
      effectiveFrom: effective_from,
    }),
  );

/** Of two entries with one code the later would silently win. */
const onlyOnce = (entries: readonly { readonly code: string }[], context: z.RefinementCtx): void => {
  for (const [at, { code }] of entries.entries()) {
    if (entries.findIndex((entry) => entry.code === code) === at) continue;
    context.addIssue({ code: 'custom', path: [at, 'code'], message: `"${code}" stands above already` });
  }
};

/** The form of a catalog file; whether what it refers to is there, `references.ts` finds out. */
export const catalogSchema = z.strictObject({
  products: z.array(productSchema).superRefine(onlyOnce).default([]),
  packages: z.array(packageSchema).superRefine(onlyOnce).default([]),
  promotions: z.array(promotionSchema).superRefine(onlyOnce).default([]),
  apis: z.array(apiSchema).superRefine(onlyOnce).default([]),
});
