import { expect } from 'chai';
import type { Promotion, PromotionEffect } from '../../../src/domain/catalog/promotion.ts';
import { quotePackage } from '../../../src/domain/catalog/quote.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { MOST_POINTS, points } from '../../../src/domain/shared/points.ts';
import { aPackage, aProduct, aPromotion } from '../../support/builders.ts';
import { msAfter, NOON } from '../../support/instants.ts';
import { appliedBy, aRequest, quoted } from './quotes.ts';

const discount = (payPercent: number): PromotionEffect => ({ kind: 'discount', payPercent });
const amountOff = (minimum: number, off: number): PromotionEffect => ({
  ...{ kind: 'amount_off', minimumFen: fen(minimum), offFen: fen(off) },
});
const bonus = (count: bigint): PromotionEffect => ({ kind: 'bonus', points: points(count) });
const bonusPercent = (percent: number): PromotionEffect => ({ kind: 'bonus_percent', percent });
const promotion = (code: string, effect: PromotionEffect, change: Partial<Promotion> = {}) =>
  aPromotion({ code, effect, ...change });

describe('a quote', () => {
  it('without promotions is what the package says', () => {
    const offer = aPackage({ bonusPoints: points(20n), nameEn: 'Starter' });
    expect(quoted({ offer })).to.deep.equal({
      packageId: offer.id,
      packageCode: 'starter',
      packageName: '入门包',
      packageNameEn: 'Starter',
      listPriceFen: 990,
      discountFen: 0,
      amountFen: 990,
      points: 100n,
      bonusPoints: 20n,
      validity: { kind: 'days', days: 365 },
      applied: [],
    });
  });

  it('says what each promotion did, the cut before the bonus', () => {
    const [half, more] = [promotion('z', discount(50)), promotion('a', bonus(7n), { firstPurchaseOnly: true })];
    const quote = quoted({ promotions: [more, half], buyer: { isFirstPurchase: true } });
    expect(quote).to.deep.include({
      listPriceFen: 990,
      discountFen: 495,
      amountFen: 495,
      points: 100n,
      bonusPoints: 7n,
    });
    const named = { name: '活动' };
    expect(quote.applied).to.deep.equal([
      {
        ...{ ...named, promotionId: half.id, code: 'z', kind: 'discount', firstPurchaseOnly: false },
        ...{ discountFen: 495, bonusPoints: 0n },
      },
      {
        ...{ ...named, promotionId: more.id, code: 'a', kind: 'bonus', firstPurchaseOnly: true },
        ...{ discountFen: 0, bonusPoints: 7n },
      },
    ]);
  });

  it('is refused for a package that is not on sale, and for every package of a product that is switched off', () => {
    const closed = { kind: 'package_closed' };
    expect(quotePackage(aRequest({ offer: aPackage({ enabled: false }) }))).to.deep.equal(closed);
    expect(quotePackage(aRequest({ product: aProduct({ enabled: false }) }))).to.deep.equal(closed);
    expect(quotePackage(aRequest({ offer: aPackage({ storefronts: ['web'] }) }))).to.deep.equal(closed);
  });
});

describe('a price cut', () => {
  const priceOf = (listPrice: number, effect: PromotionEffect) =>
    quoted({ offer: aPackage({ priceFen: fen(listPrice) }), promotions: [promotion('p', effect)] }).amountFen;

  it('is rounded down to a fen, so that the price is rounded up', () => {
    expect(priceOf(1_000, discount(85))).to.equal(850);
    expect(priceOf(999, discount(85))).to.equal(850);
    expect(priceOf(1, discount(1))).to.equal(1);
    expect(priceOf(2, discount(1))).to.equal(1);
  });

  it('of an amount needs the minimum, which the list price reaches or not', () => {
    expect(priceOf(5_000, amountOff(5_000, 500))).to.equal(4_500);
    expect(priceOf(4_999, amountOff(5_000, 500))).to.equal(4_999);
  });

  it('leaves at least a fen to pay', () => {
    expect(priceOf(500, amountOff(0, 500))).to.equal(1);
    expect(priceOf(499, amountOff(0, 500))).to.equal(1);
    expect(priceOf(1, amountOff(0, 500))).to.equal(1);
  });

  it('is only one: that which leaves the lowest price', () => {
    const promotions = [promotion('a', discount(90)), promotion('b', amountOff(0, 200)), promotion('c', discount(95))];
    expect(appliedBy(promotions)).to.deep.equal(['b']);
    expect(quoted({ promotions }).amountFen).to.equal(790);
  });

  it('of two that are alike is that with the lower code', () => {
    expect(appliedBy([promotion('b', discount(90)), promotion('a', amountOff(0, 99))])).to.deep.equal(['a']);
  });

  it('does not lower what another minimum is measured by', () => {
    const offer = aPackage({ priceFen: fen(5_000) });
    expect(appliedBy([promotion('a', amountOff(5_000, 600)), promotion('b', discount(90))], { offer })).to.deep.equal([
      'a',
    ]);
  });
});

describe('bonus points of a promotion', () => {
  const offer = aPackage({ points: points(255n), bonusPoints: points(20n) });
  const bonusOf = (...promotions: Promotion[]) => quoted({ offer, promotions }).bonusPoints;

  it('are added to those of the package', () => {
    expect(bonusOf(promotion('p', bonus(5n)))).to.equal(25n);
  });

  it('in per cent are of the paid points, rounded down', () => {
    expect(bonusOf(promotion('p', bonusPercent(10)))).to.equal(45n);
    expect(bonusOf(promotion('p', bonusPercent(200)))).to.equal(530n);
  });

  it('come from one promotion: that which gives most, and of two alike that with the lower code', () => {
    const promotions = [promotion('c', bonus(25n)), promotion('b', bonusPercent(10)), promotion('a', bonus(24n))];
    expect(appliedBy(promotions, { offer })).to.deep.equal(['b']);
    expect(bonusOf(...promotions)).to.equal(45n);
  });

  it('are granted beside a price cut', () => {
    expect(appliedBy([promotion('a', bonus(1n)), promotion('b', discount(90))])).to.deep.equal(['b', 'a']);
  });

  it('stop where the ledger can hold no more', () => {
    const huge = aPackage({ points: MOST_POINTS, bonusPoints: points(MOST_POINTS - 3n) });
    const quote = quoted({ offer: huge, promotions: [promotion('p', bonusPercent(100))] });
    expect(quote.bonusPoints).to.equal(MOST_POINTS);
    expect(quote.applied[0]).to.include({ bonusPoints: 3n });
  });
});

describe('a promotion does not apply', () => {
  const offer = aPackage({ code: 'big' });
  const inForce = { packageCodes: ['small', 'big'], storefronts: ['miniprogram'] } as const;
  const applied = (change: Partial<Promotion>, isFirstPurchase = false) =>
    appliedBy([promotion('p', bonus(5n), { ...inForce, ...change })], { offer, buyer: { isFirstPurchase } });

  it('as it would if it were right in every way', () => {
    expect(applied({})).to.deep.equal(['p']);
  });

  const wrong: Readonly<Record<string, Partial<Promotion>>> = {
    'when it is switched off': { enabled: false },
    'before its window': { startsAt: msAfter(NOON, 1) },
    'after its window': { endsAt: NOON },
    'at another storefront': { storefronts: ['web'] },
    'to another package': { packageCodes: ['small'] },
    'to a later purchase, if it is for first ones': { firstPurchaseOnly: true },
    'and is not listed, when it is rounded to nothing': { effect: bonusPercent(0) },
  };
  for (const [how, change] of Object.entries(wrong)) {
    it(how, () => {
      expect(applied(change)).to.deep.equal([]);
    });
  }

  it('unless this is the first purchase that it asks for', () => {
    expect(applied({ firstPurchaseOnly: true }, true)).to.deep.equal(['p']);
    expect(applied({}, true)).to.deep.equal(['p']);
  });
});
