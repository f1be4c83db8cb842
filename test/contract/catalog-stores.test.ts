import { expect } from 'chai';
import type { Package } from '../../src/domain/catalog/package.ts';
import { DEFAULT_PRODUCT, type Product } from '../../src/domain/catalog/product.ts';
import type { Promotion, PromotionEffect } from '../../src/domain/catalog/promotion.ts';
import type { ApiOffer } from '../../src/domain/catalog/sold-api.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import type { ApiCode, PackageId, PromotionId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import type { Validity } from '../../src/domain/shared/validity.ts';
import { aPackage, aProduct, aPromotion, aSoldApi, IMAGE_API, TEXT_API } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { DAY, msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

const offerOf = <T extends { readonly id: unknown }>({ id: _, ...offer }: T): Omit<T, 'id'> => offer;

describeStores('Products', (commit) => {
  const list = () => commit(({ products }) => products.list());
  const put = (...each: Product[]) =>
    commit(async ({ products }) => {
      for (const product of each) await products.put(product);
    });

  it('have the one that packages belong to by default, from the beginning', async () => {
    expect(await list()).to.deep.equal([DEFAULT_PRODUCT]);
  });

  it('are listed as they were, by sort and then by code', async () => {
    const product = aProduct({ name: '套餐 "大"', description: '说明', sort: -1, enabled: false });
    const same = ['b', 'a', 'B'].map((code) => aProduct({ code, type: 'points', sort: 3 }));
    await put(product, ...same);
    expect((await list()).map(({ code }) => code)).to.deep.equal(['packs', 'points', 'B', 'a', 'b']);
    expect((await list())[0]).to.deep.equal(product);
  });

  const changes: readonly Partial<Product>[] = [
    { name: '新' },
    { type: 'points' },
    { description: '新' },
    { sort: 11 },
    { enabled: false },
  ];
  for (const change of changes) {
    it(`change in their ${Object.keys(change)}, by code`, async () => {
      await put(aProduct(), aProduct(change));
      expect(await list()).to.deep.equal([DEFAULT_PRODUCT, aProduct(change)]);
    });
  }

  it('let one transaction lock the catalog twice', async () => {
    await commit(async ({ products }) => {
      await products.lockCatalog();
      await products.lockCatalog();
    });
  });
});

describeStores('Promotions', (commit) => {
  const list = () => commit(({ promotions }) => promotions.list());
  const put = (each: Promotion) => commit(({ promotions }) => promotions.put(each.id, offerOf(each)));

  const effects: readonly PromotionEffect[] = [
    { kind: 'discount', payPercent: 85 },
    { kind: 'amount_off', minimumFen: fen(5_000), offFen: fen(500) },
    { kind: 'bonus', points: points(9_007_199_254_740_991n) },
    { kind: 'bonus_percent', percent: 10 },
  ];
  for (const effect of effects) {
    it(`give a promotion back as it was: ${effect.kind}`, async () => {
      const promotion = aPromotion({
        ...{ effect, name: '首充 "优惠"', firstPurchaseOnly: true, packageCodes: ['points-10', 'points-50'] },
        ...{
          storefronts: ['web'],
          startsAt: msAfter(NOON, 1),
          endsAt: msAfter(NOON, 999),
          enabled: false,
          memo: '备注',
        },
      });
      await put(promotion);
      expect(await list()).to.deep.equal([promotion]);
    });
  }

  it('are listed by code', async () => {
    for (const code of ['b', 'a', 'B']) await put(aPromotion({ code }));
    expect((await list()).map(({ code }) => code)).to.deep.equal(['B', 'a', 'b']);
  });

  const changes: readonly Partial<Promotion>[] = [
    { name: '新' },
    { effect: { kind: 'discount', payPercent: 1 } },
    { firstPurchaseOnly: true },
    { packageCodes: ['a'] },
    { storefronts: ['web'] },
    { startsAt: NOON },
    { endsAt: msAfter(NOON, 1) },
    { enabled: false },
    { memo: '新' },
  ];
  for (const change of changes) {
    it(`change in their ${Object.keys(change)}, by code, and keep their id`, async () => {
      const before = aPromotion();
      await put(before);
      await put({ ...before, ...change, id: newId<PromotionId>() });
      expect(await list()).to.deep.equal([{ ...before, ...change }]);
    });
  }
});

describeStores('Packages', (commit) => {
  const put = (each: Package) => commit(({ packages }) => packages.put(each.id, offerOf(each)));

  const validities: readonly Validity[] = [
    { kind: 'days', days: 365 },
    { kind: 'months', months: 12 },
    { kind: 'until', until: new Date('2027-12-31T15:59:59.999Z') },
  ];
  for (const validity of validities) {
    it(`gives a package back as it was, valid for ${validity.kind}`, async () => {
      const offer = aPackage({
        validity,
        name: '超值包 "大"',
        nameEn: 'Value pack "L"',
        descriptionEn: '100 calls',
        priceFen: fen(2_147_483_646),
        originalPriceFen: fen(2_147_483_647),
        points: points(9_007_199_254_740_991n),
        bonusPoints: points(20n),
        hot: true,
        sort: -3,
        storefronts: ['web'],
        saleStartsAt: msAfter(NOON, 1),
        saleEndsAt: msAfter(NOON, 999),
      });
      await put(offer);
      await commit(async ({ packages }) => {
        expect(await packages.find(offer.id)).to.deep.equal(offer);
        expect(await packages.list()).to.deep.equal([offer]);
      });
    });
  }

  it('lists by sort and then by code', async () => {
    for (const [code, sort] of [
      ['b', 1],
      ['a', 2],
      ['a-2', 1],
      ['B', 1],
    ] as const)
      await put(aPackage({ code, sort }));
    const listed = await commit(({ packages }) => packages.list());
    expect(listed.map(({ code }) => code)).to.deep.equal(['B', 'a-2', 'b', 'a']);
  });

  it('knows no package that was never put', async () => {
    expect(await commit(({ packages }) => packages.find(newId<PackageId>()))).to.equal(null);
  });

  it('hold that a product which is not there is a fault', async () => {
    await rejectionOf(put(aPackage({ productCode: 'no-such-product' })));
    expect(await commit(({ packages }) => packages.list())).to.deep.equal([]);
  });

  const changes: readonly Partial<Package>[] = [
    { name: '新' },
    { nameEn: 'Starter' },
    { descriptionEn: '100 calls' },
    { productCode: 'packs' },
    { priceFen: fen(1) },
    { originalPriceFen: fen(990) },
    { points: points(1n) },
    { bonusPoints: points(1n) },
    { validity: { kind: 'months', months: 365 } },
    { hot: true },
    { storefronts: ['web'] },
    { enabled: false },
    { saleStartsAt: NOON },
    { saleEndsAt: NOON },
  ];
  for (const change of changes) {
    it(`changes the ${Object.keys(change)} of the package with this code and keeps its id`, async () => {
      const before = aPackage();
      await commit(({ products }) => products.put(aProduct()));
      await put(before);
      await put({ ...before, ...change, id: newId<PackageId>() });
      expect(await commit(({ packages }) => packages.list())).to.deep.equal([{ ...before, ...change }]);
    });
  }
});

describeStores('SoldApis', (commit) => {
  const put = (change: Partial<ApiOffer> = {}, now = NOON) =>
    commit(({ soldApis }) => soldApis.put(aSoldApi(change), now));
  const find = (now: Date, code: ApiCode = IMAGE_API) => commit(({ soldApis }) => soldApis.find(code, now));

  it('give an API back as it was, and list them by code', async () => {
    for (const code of ['b', 'a', 'B']) await put({ code: code as ApiCode, status: 'degraded', notice: '慢' });
    await commit(async ({ soldApis }) => {
      expect((await soldApis.list(NOON)).map(({ code }) => code)).to.deep.equal(['B', 'a', 'b']);
      const found = await soldApis.find('a' as ApiCode, NOON);
      expect(found).to.deep.equal({
        ...{ code: 'a', name: '图像识别', path: '/v1/images/recognize', status: 'degraded', notice: '慢' },
        ...{ price: { version: 1, pointsPerCall: 3n, effectiveFrom: NOON }, nextPrice: null },
      });
      expect((await soldApis.list(NOON))[1]).to.deep.equal(found);
    });
  });

  it('do not know what was never put, nor what was not sold yet', async () => {
    await put();
    expect(await find(NOON, 'c' as ApiCode)).to.equal(null);
    expect(await find(msAfter(NOON, -1))).to.equal(null);
    expect(await commit(({ soldApis }) => soldApis.list(msAfter(NOON, -1)))).to.deep.equal([]);
  });

  it('keep the version while the price is the same, whatever else changes', async () => {
    await put();
    await put({ name: '新', status: 'maintenance', notice: '停' }, msAfter(NOON, DAY));
    const price = { version: 1, pointsPerCall: 3n, effectiveFrom: NOON };
    expect(await find(msAfter(NOON, DAY))).to.deep.include({ name: '新', status: 'maintenance', notice: '停', price });
  });

  it('add a version for a new price, at once', async () => {
    await put();
    const later = msAfter(NOON, DAY);
    await put({ pointsPerCall: points(9_007_199_254_740_991n) }, later);
    expect((await find(msAfter(later, -1)))?.price.version).to.equal(1);
    const price = { version: 2, pointsPerCall: 9_007_199_254_740_991n, effectiveFrom: later };
    expect(await find(later)).to.deep.include({ price, nextPrice: null });
  });

  it('announce a price, which holds from its day on', async () => {
    const [tomorrow, price] = [msAfter(NOON, DAY), { version: 1, pointsPerCall: 3n, effectiveFrom: NOON }];
    await put();
    await put({ pointsPerCall: points(4n), effectiveFrom: tomorrow });
    const nextPrice = { version: 2, pointsPerCall: 4n, effectiveFrom: tomorrow };
    expect(await find(msAfter(tomorrow, -1))).to.deep.include({ price, nextPrice });
    expect(await find(tomorrow)).to.deep.include({ price: nextPrice, nextPrice: null });
  });

  it('withdraw an announced price', async () => {
    await put();
    await put({ pointsPerCall: points(4n), effectiveFrom: msAfter(NOON, DAY) });
    await put();
    expect(await find(msAfter(NOON, 2 * DAY))).to.deep.include({
      price: { version: 3, pointsPerCall: 3n, effectiveFrom: NOON },
      nextPrice: null,
    });
  });

  it('keep the versions of each API apart', async () => {
    await put();
    await put({ code: TEXT_API });
    await put({ pointsPerCall: points(4n) });
    expect((await find(NOON))?.price.version).to.equal(2);
    expect((await find(NOON, TEXT_API))?.price.version).to.equal(1);
  });
});
