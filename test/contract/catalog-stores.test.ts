import { expect } from 'chai';
import type { Package } from '../../src/domain/catalog/package.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import type { ApiCode, PackageId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import type { Validity } from '../../src/domain/shared/validity.ts';
import { aPackage, aSoldApi } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

const offerOf = ({ id: _, ...offer }: Package) => offer;

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
        priceFen: fen(2_147_483_647),
        points: points(9_007_199_254_740_991n),
        bonusPoints: points(20n),
        hot: true,
        sort: -3,
        storefronts: ['web'],
        saleStartsAt: msAfter(NOON, 1),
        saleEndsAt: msAfter(NOON, 999),
      });
      expect(await put(offer)).to.equal('added');
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

  it('says that nothing has changed when nothing has', async () => {
    const offer = aPackage({ validity: { kind: 'until', until: msAfter(NOON, 5) }, saleEndsAt: msAfter(NOON, 4) });
    await put(offer);
    expect(await put({ ...structuredClone(offer), id: newId<PackageId>() })).to.equal('unchanged');
  });

  const changes: readonly Partial<Package>[] = [
    { name: '新' },
    { priceFen: fen(1) },
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
      await put(before);
      expect(await put({ ...before, ...change, id: newId<PackageId>() })).to.equal('changed');
      expect(await commit(({ packages }) => packages.list())).to.deep.equal([{ ...before, ...change }]);
    });
  }
});

describeStores('SoldApis', (commit) => {
  it('gives an API back as it was, and lists them by code', async () => {
    const apis = ['b', 'a', 'B'].map((code) => aSoldApi({ code: code as ApiCode, status: 'degraded', notice: '慢' }));
    await commit(async ({ soldApis }) => {
      for (const api of apis) expect(await soldApis.put(api)).to.equal('added');
    });
    await commit(async ({ soldApis }) => {
      expect((await soldApis.list()).map(({ code }) => code)).to.deep.equal(['B', 'a', 'b']);
      expect(await soldApis.find('a' as ApiCode)).to.deep.equal(apis[1]);
      expect(await soldApis.find('c' as ApiCode)).to.equal(null);
    });
  });

  it('says whether a put has changed something', async () => {
    await commit(async ({ soldApis }) => {
      await soldApis.put(aSoldApi());
      expect(await soldApis.put(aSoldApi())).to.equal('unchanged');
      expect(await soldApis.put(aSoldApi({ pointsPerCall: points(4n) }))).to.equal('changed');
      expect(await soldApis.list()).to.deep.equal([aSoldApi({ pointsPerCall: points(4n) })]);
    });
  });
});
