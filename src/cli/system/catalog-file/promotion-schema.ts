import { z } from 'zod';
import type { PromotionEffect, PromotionOffer } from '../../../domain/catalog/promotion.ts';
import { code, count, instant, money, name, storefronts, text } from './fields.ts';

const effect = z.union(
  [
    z
      .strictObject({ pay_percent: z.int().min(1).max(99) })
      .transform((each): PromotionEffect => ({ kind: 'discount', payPercent: each.pay_percent })),
    z
      .strictObject({ minimum_fen: money(0), off_fen: money(1) })
      .transform(
        (each): PromotionEffect => ({ kind: 'amount_off', minimumFen: each.minimum_fen, offFen: each.off_fen }),
      ),
    z
      .strictObject({ bonus_points: count(1) })
      .transform((each): PromotionEffect => ({ kind: 'bonus', points: each.bonus_points })),
    z
      .strictObject({ bonus_percent: z.int().min(1).max(1_000) })
      .transform((each): PromotionEffect => ({ kind: 'bonus_percent', percent: each.bonus_percent })),
  ],
  {
    error:
      'expected {"pay_percent": 1–99}, {"minimum_fen", "off_fen"}, {"bonus_points": ≥ 1} or {"bonus_percent": 1–1000}',
  },
);

export const promotionSchema = z
  .strictObject({
    ...{ code, name, effect, storefronts, memo: text },
    first_purchase_only: z.boolean().default(false),
    packages: z.union([z.literal('all'), z.array(code).min(1)]),
    starts_at: instant,
    ends_at: instant.nullable().default(null),
    enabled: z.boolean().default(true),
  })
  .refine(({ starts_at, ends_at }) => ends_at === null || ends_at > starts_at, {
    path: ['ends_at'],
    message: 'does not lie after starts_at',
  })
  .transform(
    ({ first_purchase_only, packages, starts_at, ends_at, ...same }): PromotionOffer => ({
      ...same,
      firstPurchaseOnly: first_purchase_only,
      packageCodes: packages,
      startsAt: starts_at,
      endsAt: ends_at,
    }),
  );
