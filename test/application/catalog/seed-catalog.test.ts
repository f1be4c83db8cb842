import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { CatalogFile, SeedPlan } from '../../../src/domain/catalog/seed-plan.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aPackage, aProduct, aPromotion, aSoldApi } from '../../support/builders.ts';
import { NOON } from '../../support/instants.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { openShop } from '../../support/shop.ts';

const withoutId = <T extends { id: unknown }>({ id: _, ...rest }: T): Omit<T, 'id'> => rest;
const FILE: CatalogFile = {
  products: [aProduct()],
  packages: [withoutId(aPackage({ productCode: 'packs' }))],
  promotions: [withoutId(aPromotion())],
  apis: [aSoldApi()],
};
const changesIn = (plan: SeedPlan) => plan.map(({ what, change }) => `${change} ${what}`);

describe('seed the catalog', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  async function seed(file: CatalogFile, approved?: SeedPlan) {
    const { kind, plan } = await shop.seedCatalog(file, approved);
    return [kind, ...changesIn(plan)];
  }
  const catalog = () =>
    shop.uow.run(async ({ products, packages, promotions, soldApis }) => ({
      products: await products.list(),
      packages: await packages.list(),
      promotions: await promotions.list(),
      apis: await soldApis.list(NOON),
    }));

  it('adds, and the second time changes nothing', async () => {
    const all = ['product', 'package', 'promotion', 'api'];
    expect(await seed(FILE)).to.deep.equal(['seeded', ...all.map((what) => `added ${what}`)]);
    const before = await catalog();
    expect(await seed(FILE)).to.deep.equal(['seeded', ...all.map((what) => `unchanged ${what}`)]);
    expect(await catalog()).to.deep.equal(before);
  });

  it('changes by code, keeps the ids, and leaves alone what it does not name', async () => {
    await seed(FILE);
    const before = await catalog();
    const cheaper = { ...withoutId(aPackage({ productCode: 'packs' })), priceFen: fen(1) };
    expect(await seed({ products: [], packages: [cheaper], promotions: [], apis: [] })).to.deep.equal([
      'seeded',
      'changed package',
    ]);
    const [package_] = before.packages;
    expect(await catalog()).to.deep.equal({ ...before, packages: [{ ...package_, priceFen: 1 }] });
  });

  it('adds a version when the price of an API changes', async () => {
    await seed(FILE);
    await seed({ ...FILE, apis: [aSoldApi({ pointsPerCall: points(4n) })] });
    const { apis } = await catalog();
    expect(apis.map(({ price }) => price)).to.deep.equal([{ version: 2, pointsPerCall: 4n, effectiveFrom: NOON }]);
  });

  it('is all or nothing', async () => {
    const orphan = withoutId(aPackage({ productCode: 'no-such-product' }));
    await rejectionOf(seed({ ...FILE, packages: [...FILE.packages, { ...orphan, code: 'orphan' }] }));
    const { products, packages } = await catalog();
    expect([products.map(({ code }) => code), packages]).to.deep.equal([['points'], []]);
  });

  it('shows beforehand what it would do, and does nothing', async () => {
    const before = await catalog();
    const plan = await shop.previewSeed(FILE);
    expect(await catalog()).to.deep.equal(before);
    expect((await shop.seedCatalog(FILE)).plan).to.deep.equal(plan);
  });

  it('does what was approved', async () => {
    expect((await seed(FILE, await shop.previewSeed(FILE)))[0]).to.equal('seeded');
  });

  it('does nothing when the catalog has changed since', async () => {
    const approved = await shop.previewSeed(FILE);
    await seed({ ...FILE, apis: [] });
    const before = await catalog();
    expect((await seed(FILE, approved))[0]).to.equal('outdated');
    expect(await catalog()).to.deep.equal(before);
  });
});
