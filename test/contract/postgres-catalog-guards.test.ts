import { expect } from 'chai';
import { anAttempt, aPackage, aPendingOrder, aPromotion, aSoldApi } from '../support/builders.ts';
import { NOON } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { rejectionOf } from '../support/rejection.ts';

describe('The catalog’s tables', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase();
    const [{ id: packageId, ...offer }, { id: promotionId, ...promotion }] = [aPackage(), aPromotion()];
    await database.uow.run(async ({ packages, promotions, soldApis }) => {
      await packages.put(packageId, offer);
      await promotions.put(promotionId, promotion);
      await soldApis.put(aSoldApi(), NOON);
    });
  });
  after(() => database.drop());
  const faultOf = async (sql: string) => (await rejectionOf(database.knex.raw(sql))) as Error & { code?: string };

  const forbidden = [
    'update catalog.sold_api_prices set points_per_call = 1',
    'update catalog.sold_api_prices set version = version where false',
    'delete from catalog.sold_api_prices',
    'truncate catalog.sold_api_prices',
    `insert into catalog.sold_api_prices select * from catalog.sold_api_prices
     on conflict (code, version) do update set points_per_call = 1`,
  ];
  for (const sql of forbidden) {
    it(`refuse: ${sql.replaceAll(/\s+/g, ' ')}`, async () => {
      const before = await database.knex('catalog.sold_api_prices');
      expect((await faultOf(sql)).message).to.include('catalog.sold_api_prices is append-only');
      expect(await database.knex('catalog.sold_api_prices')).to.deep.equal(before);
    });
  }

  const CHECK = '23514';
  const impossible: Readonly<Record<string, string>> = {
    'an original price below the price': 'update catalog.packages set original_price_fen = price_fen - 1',
    'an English name that says nothing': `update catalog.packages set name_en = ''`,
    'a promotion that ends when it starts': 'update catalog.promotions set ends_at = starts_at',
    'a promotion of a kind that we do not know': `update catalog.promotions set effect = '{"kind":"gift"}'`,
    'a product of a type that we do not know': `update catalog.products set type = 'gift'`,
  };
  for (const [what, sql] of Object.entries(impossible)) {
    it(`hold no ${what}`, async () => {
      expect((await faultOf(sql)).code).to.equal(CHECK);
    });
  }

  it('lose no product that has packages', async () => {
    expect((await faultOf('delete from catalog.products')).code).to.equal('23503');
  });

  it('are those of orders too: none costs more than its list price', async () => {
    const order = aPendingOrder();
    const event = { kind: 'placed', cause: 'user', at: NOON, detail: {} } as const;
    await database.uow.run(({ orders }) => orders.add({ order, attempt: anAttempt(order) }, event));
    expect((await faultOf('update ordering.orders set list_price_fen = amount_fen - 1')).code).to.equal(CHECK);
  });
});
