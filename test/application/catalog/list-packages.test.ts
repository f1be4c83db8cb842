import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { aProduct } from '../../support/builders.ts';
import { aUser, offering, promoting } from '../../support/customers.ts';
import { beijing, msAfter, NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

const shopAt = (now: Date) => openShop(new MemoryUnitOfWork(now));
const STRANGER = { userId: null, storefront: 'miniprogram' } as const;

describe('list packages', () => {
  it('shows what is sold here and now, in the operator’s order', async () => {
    const shop = shopAt(NOON);
    await offering(shop, { code: 'big', sort: 2 });
    await offering(shop, { code: 'b', sort: 1 });
    await offering(shop, { code: 'a', sort: 1 });
    await offering(shop, { code: 'web-only', storefronts: ['web'] });
    await offering(shop, { code: 'off', enabled: false });
    await offering(shop, { code: 'tomorrow', saleStartsAt: msAfter(NOON, 1) });
    const listed = await shop.listPackages(STRANGER);
    expect(listed.map(({ offer }) => offer.code)).to.deep.equal(['a', 'b', 'big']);
  });

  it('orders by product first, and leaves out products that are switched off', async () => {
    const shop = shopAt(NOON);
    const [last, first, off] = [
      aProduct({ code: 'last', sort: 3 }),
      aProduct({ code: 'first', sort: -1 }),
      aProduct({ code: 'off', enabled: false }),
    ];
    await shop.uow.run(async ({ products }) => {
      for (const product of [last, first, off]) await products.put(product);
    });
    await offering(shop, { code: 'a', productCode: 'last' });
    await offering(shop, { code: 'b', productCode: 'points' });
    await offering(shop, { code: 'c', productCode: 'first' });
    await offering(shop, { code: 'd', productCode: 'off' });
    const listed = await shop.listPackages(STRANGER);
    expect(listed.map(({ offer, product }) => [offer.code, product.code])).to.deep.equal([
      ['c', 'first'],
      ['b', 'points'],
      ['a', 'last'],
    ]);
  });

  it('tells when points bought now would expire', async () => {
    const shop = shopAt(beijing('2026-01-15 23:59'));
    await offering(shop, { validity: { kind: 'days', days: 1 } });
    const listed = await shop.listPackages({ ...STRANGER, storefront: 'web' });
    expect(listed.map(({ pointsExpireAt }) => pointsExpireAt)).to.deep.equal([beijing('2026-01-17 00:00')]);
  });

  it('quotes a first purchase to whoever would make it, and to nobody else', async () => {
    const shop = shopAt(NOON);
    await offering(shop);
    await promoting(shop, { effect: { kind: 'discount', payPercent: 50 }, firstPurchaseOnly: true });
    const userId = await aUser(shop);
    const priceFor = async (visitor: Parameters<typeof shop.listPackages>[0]) =>
      (await shop.listPackages(visitor)).map(({ quote }) => quote.amountFen);
    expect(await priceFor({ ...STRANGER, userId })).to.deep.equal([495]);
    expect(await priceFor(STRANGER)).to.deep.equal([990]);
  });
});

describe('list promotions', () => {
  it('shows what runs here and now, by code', async () => {
    const shop = shopAt(NOON);
    for (const code of ['b', 'a']) await promoting(shop, { code });
    await promoting(shop, { code: 'over', endsAt: NOON });
    await promoting(shop, { code: 'off', enabled: false });
    await promoting(shop, { code: 'web-only', storefronts: ['web'] });
    expect((await shop.listPromotions('miniprogram')).map(({ code }) => code)).to.deep.equal(['a', 'b']);
  });
});

describe('quote a package', () => {
  it('says what the buyer would pay and get, and until when the points would hold', async () => {
    const shop = shopAt(beijing('2026-01-15 12:00'));
    const [userId, offer] = [await aUser(shop), await offering(shop, { validity: { kind: 'days', days: 1 } })];
    await promoting(shop, { effect: { kind: 'amount_off', minimumFen: fen(990), offFen: fen(90) } });
    const outcome = await shop.quoteForBuyer({ userId, packageId: offer.id, storefront: 'web' });
    if (outcome.kind !== 'quoted') expect.fail(outcome.kind);
    expect(outcome.pointsExpireAt).to.deep.equal(beijing('2026-01-17 00:00'));
    expect(outcome.quote).to.include({ packageId: offer.id, listPriceFen: 990, amountFen: 900 });
  });

  it('is refused for what is not sold here, and for what is not there', async () => {
    const shop = shopAt(NOON);
    const [userId, offer] = [await aUser(shop), await offering(shop, { storefronts: ['web'] })];
    const quote = (packageId: typeof offer.id) => shop.quoteForBuyer({ userId, packageId, storefront: 'miniprogram' });
    expect(await quote(offer.id)).to.deep.equal({ kind: 'package_closed' });
    expect(await quote('0190c7a4-7f1e-7000-8000-000000000000' as typeof offer.id)).to.deep.equal({
      kind: 'unknown_package',
    });
  });
});
