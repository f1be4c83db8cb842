import { expect } from 'chai';
import { goodsFor } from '../../../src/domain/catalog/goods.ts';
import { DEFAULT_PRODUCT } from '../../../src/domain/catalog/product.ts';
import type { Promotion } from '../../../src/domain/catalog/promotion.ts';
import { quotePackage } from '../../../src/domain/catalog/quote.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aPackage, aPromotion } from '../../support/builders.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';

const offer = aPackage({ code: 'points-50', priceFen: fen(5000) });
const cheaper = (change: Partial<Promotion> = {}) =>
  aPromotion({ effect: { kind: 'discount', payPercent: 80 }, startsAt: NOON, endsAt: null, ...change });

function pricesOf(promotions: readonly Promotion[], packages = [offer]): [string, number][] {
  const goods = goodsFor({ products: [DEFAULT_PRODUCT], packages, promotions }, 'miniprogram', NOON);
  return goods.map(({ packageCode, amountFen }) => [packageCode, amountFen]);
}

describe('the goods that a provider lists', () => {
  it('are each package at its list price', () => {
    expect(pricesOf([])).to.deep.equal([['points-50', 5000]]);
  });

  it('are also each package at the price that a promotion leaves', () => {
    const amountOff = cheaper({ code: 'off', effect: { kind: 'amount_off', minimumFen: fen(1), offFen: fen(500) } });
    expect(pricesOf([cheaper(), amountOff])).to.deep.equal([
      ['points-50', 5000],
      ['points-50', 4000],
      ['points-50', 4500],
    ]);
  });

  it('are known before a promotion starts or a sale begins: the provider takes its time', () => {
    expect(pricesOf([cheaper({ startsAt: msAfter(NOON, DAY) })])).to.have.length(2);
    expect(pricesOf([], [{ ...offer, saleStartsAt: msAfter(NOON, DAY) }])).to.have.length(1);
  });

  it('are one at each price', () => {
    expect(pricesOf([cheaper({ code: 'one' }), cheaper({ code: 'two' })])).to.have.length(2);
  });

  const useless: Record<string, Promotion> = {
    'gives points': cheaper({ effect: { kind: 'bonus', points: points(10n) } }),
    'is over': cheaper({ startsAt: msAfter(NOON, -2 * DAY), endsAt: NOON }),
    'is off': cheaper({ enabled: false }),
    'is for the web': cheaper({ storefronts: ['web'] }),
    'is for other packages': cheaper({ packageCodes: ['points-10'] }),
    'asks for a larger purchase': cheaper({ effect: { kind: 'amount_off', minimumFen: fen(5001), offFen: fen(1) } }),
  };
  for (const [what, promotion] of Object.entries(useless)) {
    it(`are no more for a promotion that ${what}`, () => {
      expect(pricesOf([promotion])).to.deep.equal([['points-50', 5000]]);
    });
  }

  const unsold = {
    'is off': { enabled: false },
    'is for the web': { storefronts: ['web' as const] },
    'is sold no more': { saleEndsAt: NOON },
    'has points that would have expired': { validity: { kind: 'until' as const, until: NOON } },
  };
  for (const [what, change] of Object.entries(unsold)) {
    it(`do not have a package that ${what}`, () => {
      expect(pricesOf([], [{ ...offer, ...change }])).to.deep.equal([]);
    });
  }

  it('do not have a package of a product that is off', () => {
    const catalog = { products: [{ ...DEFAULT_PRODUCT, enabled: false }], packages: [offer], promotions: [] };
    expect(goodsFor(catalog, 'miniprogram', NOON)).to.deep.equal([]);
  });

  it('have every price that a buyer is quoted', () => {
    const promotions = [
      cheaper({ code: 'a', firstPurchaseOnly: true }),
      cheaper({ code: 'b', effect: { kind: 'discount', payPercent: 95 } }),
      cheaper({ code: 'c', effect: { kind: 'amount_off', minimumFen: fen(5000), offFen: fen(700) } }),
    ];
    const listed = new Set(pricesOf(promotions).map(([, amountFen]) => amountFen));
    for (const isFirstPurchase of [true, false]) {
      const quoted = quotePackage({
        ...{ offer, product: DEFAULT_PRODUCT, promotions, buyer: { isFirstPurchase } },
        ...{ storefront: 'miniprogram', now: NOON },
      });
      expect(quoted.kind === 'quoted' && listed.has(quoted.quote.amountFen)).to.equal(true);
    }
  });
});
