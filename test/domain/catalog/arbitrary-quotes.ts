import fc from 'fast-check';
import type { Package } from '../../../src/domain/catalog/package.ts';
import type { Promotion, PromotionEffect } from '../../../src/domain/catalog/promotion.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aPackage, aPromotion } from '../../support/builders.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';

/** Small numbers meet the limits and each other; the large ones are those of the catalog file. */
const money = (min: number) => fc.oneof(fc.integer({ min, max: 20 }), fc.integer({ min, max: 100_000_000 })).map(fen);
const count = (min: bigint) =>
  fc.oneof(fc.bigInt({ min, max: 20n }), fc.bigInt({ min, max: 9_007_199_254_740_991n })).map(points);

const effects: fc.Arbitrary<PromotionEffect> = fc.oneof(
  fc.record({ kind: fc.constant('discount' as const), payPercent: fc.integer({ min: 1, max: 99 }) }),
  fc.record({ kind: fc.constant('amount_off' as const), minimumFen: money(0), offFen: money(1) }),
  fc.record({ kind: fc.constant('bonus' as const), points: count(1n) }),
  fc.record({ kind: fc.constant('bonus_percent' as const), percent: fc.integer({ min: 1, max: 1_000 }) }),
);

const aroundNoon = fc.constantFrom(-DAY, -1, 0, 1, DAY).map((ms) => msAfter(NOON, ms));

const promotions: fc.Arbitrary<Promotion> = fc
  .record({
    code: fc.stringMatching(/^[a-z]{1,2}$/),
    effect: effects,
    firstPurchaseOnly: fc.boolean(),
    packageCodes: fc.constantFrom<Promotion['packageCodes']>('all', ['starter'], ['other'], ['other', 'starter']),
    storefronts: fc.constantFrom<Promotion['storefronts']>(['miniprogram'], ['web'], ['web', 'miniprogram']),
    startsAt: fc.oneof(
      { weight: 3, arbitrary: fc.constant(msAfter(NOON, -DAY)) },
      { weight: 1, arbitrary: aroundNoon },
    ),
    endsAt: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: aroundNoon }),
    enabled: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  })
  .map(aPromotion);

/** Codes are unique, as the table sees to. */
export const arbitraryPromotions = fc.uniqueArray(promotions, { selector: ({ code }) => code, maxLength: 8 });

export const arbitraryOffer: fc.Arbitrary<Package> = fc
  .record({ priceFen: money(1), points: count(1n), bonusPoints: count(0n) })
  .map(aPackage);
