import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aPackage, aSoldApi } from '../../support/builders.ts';
import { offering } from '../../support/customers.ts';
import { beijing, msAfter, NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

const shopAt = (now: Date) => openShop(new MemoryUnitOfWork(now));

describe('list packages', () => {
  it('shows what is sold here and now, in the operator’s order', async () => {
    const shop = shopAt(NOON);
    await offering(shop, { code: 'big', sort: 2 });
    await offering(shop, { code: 'b', sort: 1 });
    await offering(shop, { code: 'a', sort: 1 });
    await offering(shop, { code: 'web-only', storefronts: ['web'] });
    await offering(shop, { code: 'off', enabled: false });
    await offering(shop, { code: 'tomorrow', saleStartsAt: msAfter(NOON, 1) });
    const listed = await shop.listPackages('miniprogram');
    expect(listed.map(({ offer }) => offer.code)).to.deep.equal(['a', 'b', 'big']);
  });

  it('tells when points bought now would expire', async () => {
    const shop = shopAt(beijing('2026-01-15 23:59'));
    await offering(shop, { validity: { kind: 'days', days: 1 } });
    const listed = await shop.listPackages('web');
    expect(listed.map(({ pointsExpireAt }) => pointsExpireAt)).to.deep.equal([beijing('2026-01-17 00:00')]);
  });
});

describe('seed the catalog', () => {
  const { id: _, ...starter } = aPackage();

  it('adds, changes and leaves alone by code, and says so', async () => {
    const shop = shopAt(NOON);
    expect(await shop.seedCatalog({ packages: [starter], apis: [aSoldApi()] })).to.deep.equal([
      { what: 'package', code: 'starter', change: 'added' },
      { what: 'api', code: 'image.recognize', change: 'added' },
    ]);
    const again = { packages: [{ ...starter, points: points(101n) }], apis: [aSoldApi()] };
    expect(await shop.seedCatalog(again)).to.deep.equal([
      { what: 'package', code: 'starter', change: 'changed' },
      { what: 'api', code: 'image.recognize', change: 'unchanged' },
    ]);
  });

  it('keeps the id of a package that it changes', async () => {
    const shop = shopAt(NOON);
    await shop.seedCatalog({ packages: [starter], apis: [] });
    const before = await shop.listPackages('web');
    await shop.seedCatalog({ packages: [{ ...starter, name: '新' }], apis: [] });
    const after = await shop.listPackages('web');
    expect(after.map(({ offer }) => [offer.id, offer.name])).to.deep.equal([[before[0]?.offer.id, '新']]);
  });
});
