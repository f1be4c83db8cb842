import { expect } from 'chai';
import { fen } from '../../src/domain/shared/fen.ts';
import type { ApiCode, ApiKeyId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aSoldApi } from '../support/builders.ts';
import { aBuyerWithAnOrder, aUser, historyOf, offering, promoting } from '../support/customers.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { BY_NOBODY, openShop, type Shop } from '../support/shop.ts';

describe('Doubled requests', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  before(async () => {
    database = await migratedDatabase(20);
  });
  beforeEach(() => {
    shop = openShop(database.uow);
  });
  after(() => database.drop());
  const twentyTimes = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, ask));
  const rowsIn = async (table: string): Promise<number> =>
    Number((await database.knex.raw(`select count(*) from ${table}`)).rows[0].count);

  it('to log in for the first time make one account', async () => {
    const users = await twentyTimes(() => aUser(shop, 'o-new'));
    expect(new Set(users)).to.have.property('size', 1);
    expect(await rowsIn('identity.users')).to.equal(1);
    expect(await rowsIn('identity.sessions')).to.equal(20);
  });

  it('to buy a package open one order, and send one and the same request', async () => {
    const [userId, offer] = [await aUser(shop), await offering(shop)];
    const answers = await twentyTimes(() => shop.placeOrder({ userId, packageId: offer.id, platform: 'android' }));
    const orders = answers.map((each) => (each.kind === 'placed' ? each.order.id : expect.fail(each.kind)));
    expect(new Set(orders)).to.have.property('size', 1);
    expect(new Set(shop.gateway.sent.map(({ body }) => body))).to.have.property('size', 1);
    expect(await rowsIn('ordering.orders')).to.equal(1);
  });

  it('to buy a package whose price has changed close the old order and open one new one', async () => {
    const { order, userId, offer, outTradeNo } = await aBuyerWithAnOrder(shop, { code: 'repriced' });
    await offering(shop, { code: 'repriced', priceFen: fen(1_990) });
    const answers = await twentyTimes(() => shop.placeOrder({ userId, packageId: offer.id, platform: 'android' }));
    const orders = answers.map((each) => (each.kind === 'placed' ? each.order.id : expect.fail(each.kind)));
    expect(new Set(orders)).to.have.property('size', 1);
    expect(orders).not.to.include(order.id);
    expect((await historyOf(shop, order.id)).map(({ kind }) => kind)).to.deep.equal([
      'placed',
      'attempt_ended',
      'closed',
    ]);
    expect(new Set(shop.gateway.asked)).to.deep.equal(new Set([`query ${outTradeNo}`, `close ${outTradeNo}`]));
  });

  it('to buy several packages give the first purchase to one of them', async () => {
    const firstOnly = { firstPurchaseOnly: true, effect: { kind: 'discount', payPercent: 50 } } as const;
    await promoting(shop, { code: 'first', ...firstOnly });
    const userId = await aUser(shop, 'o-first-buyer');
    const offers = await Promise.all(Array.from({ length: 8 }, (_, n) => offering(shop, { code: `first-${n}` })));
    const answers = await Promise.all(
      offers.map(({ id: packageId }) => shop.placeOrder({ userId, packageId, platform: 'android' })),
    );
    const orders = answers.map((each) => (each.kind === 'placed' ? each.order : expect.fail(each.kind)));
    expect(orders.filter(({ terms }) => terms.promotions.length > 0)).to.have.length(1);
    await promoting(shop, { code: 'first', ...firstOnly, enabled: false });
  });

  it('to seed the catalog change it once', async () => {
    const file = { products: [], packages: [], promotions: [], apis: [aSoldApi({ code: 'raced' as ApiCode })] };
    const outcomes = await twentyTimes(() => shop.seedCatalog(file));
    expect(outcomes.filter(({ plan }) => plan[0]?.change === 'added')).to.have.length(1);
    const dearer = { ...file, apis: [aSoldApi({ code: 'raced' as ApiCode, pointsPerCall: points(9n) })] };
    const later = await twentyTimes(() => shop.seedCatalog(dearer));
    expect(later.filter(({ plan }) => plan[0]?.change === 'changed')).to.have.length(1);
    const versions = await database.knex('catalog.sold_api_prices').where({ code: 'raced' });
    expect(versions).to.have.length(2);
  });

  it('for keys stop at the limit', async () => {
    const userId = await aUser(shop, 'o-key-owner');
    const issue = () => shop.issueKey(userId, { name: 'key', scope: 'all', lifetimeMonths: 1 });
    for (let issued = 0; issued < 15; issued++) await issue();
    const outcomes = await twentyTimes(issue);
    expect(outcomes.filter(({ kind }) => kind === 'issued')).to.have.length(5);
    expect(await shop.listKeys(userId)).to.have.length(20);
  });

  it('to enable keys stop at the limit', async () => {
    const userId = await aUser(shop, 'o-key-switcher');
    const keys: ApiKeyId[] = [];
    for (let issued = 0; issued < 35; issued++) {
      const outcome = await shop.issueKey(userId, { name: 'key', scope: 'all', lifetimeMonths: 1 });
      if (outcome.kind !== 'issued') expect.fail(outcome.kind);
      keys.push(outcome.key.id);
      if (issued < 20) await shop.switchKey(userId, outcome.key.id, false);
    }
    const outcomes = await Promise.all(keys.slice(0, 20).map((id) => shop.switchKey(userId, id, true)));
    expect(outcomes.filter(({ kind }) => kind === 'switched')).to.have.length(5);
    expect(outcomes.filter(({ kind }) => kind === 'too_many_keys')).to.have.length(15);
    const listed = await shop.listKeys(userId);
    expect(listed.filter(({ status }) => status !== 'disabled')).to.have.length(20);
  });

  it('to rotate a key make one other key', async () => {
    const userId = await aUser(shop);
    const issued = await shop.issueKey(userId, { name: 'key', scope: 'all', lifetimeMonths: 1 });
    if (issued.kind !== 'issued') expect.fail(issued.kind);
    const terms = { graceMs: 1_000, lifetimeMonths: 1 } as const;
    const outcomes = await twentyTimes(() => shop.rotateKey(userId, issued.key.id, terms, BY_NOBODY));
    expect(outcomes.filter(({ kind }) => kind === 'rotated')).to.have.length(1);
    expect(outcomes.filter(({ kind }) => kind === 'not_active')).to.have.length(19);
    expect(await shop.listKeys(userId)).to.have.length(2);
  });

  it('to check a payment ask the provider once', async () => {
    const [userId, offer] = [await aUser(shop), await offering(shop, { code: 'checked' })];
    const placed = await shop.placeOrder({ userId, packageId: offer.id, platform: 'android' });
    if (placed.kind !== 'placed') expect.fail(placed.kind);
    await twentyTimes(() => shop.checkPayment(userId, placed.order.id));
    expect(shop.gateway.asked).to.have.length(1);
  });

  it('to name a service alike make one service', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => shop.createService('vision')));
    const created = outcomes.filter((each) => each.status === 'fulfilled' && each.value.kind === 'created');
    expect(created).to.have.length(1);
    expect(await rowsIn('keyvault.services')).to.equal(1);
  });
});
