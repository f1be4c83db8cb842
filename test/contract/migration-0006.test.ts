import { expect } from 'chai';
import type { Knex } from 'knex';
import { migrationSource } from '../../migrations/migration-source.ts';
import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import type { Stores } from '../../src/application/shared/unit-of-work.ts';
import { usageIdOf } from '../../src/domain/ledger/usage-id.ts';
import type { AccountId, ApiCode, OrderId, ServiceId, UserId } from '../../src/domain/shared/ids.ts';
import { newId } from '../support/ids.ts';
import { NOON } from '../support/instants.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

type Migration = typeof migrationSource extends Knex.MigrationSource<infer Each> ? Each : never;
const NAME = '0006_promotions';
/** All that stand before it in the list. */
const earlier: Knex.MigrationSource<Migration> = {
  ...migrationSource,
  getMigrations: async (extensions) => {
    const all = await migrationSource.getMigrations(extensions);
    return all.slice(0, all.map(migrationSource.getMigrationName).indexOf(NAME));
  },
};

const [orderId, userId, account] = [newId<OrderId>(), newId<UserId>(), newId<AccountId>()];
const [serviceId, idempotencyKey] = [newId<ServiceId>(), 'old call'];
const oldCallId = usageIdOf({ serviceId, accountId: account, idempotencyKey }, nodeSecrets.sha256);
const validity = JSON.stringify({ kind: 'days', days: 365 });

describe('The migration that brings promotions', () => {
  let database: TestDatabase;
  let knex: Knex;
  beforeEach(async () => {
    database = await freshDatabase();
    const limits = { acquireTimeoutMs: 20_000, statementTimeoutMs: 20_000, lockTimeoutMs: 20_000 };
    knex = connectPostgres({ url: database.url, poolSize: 2, ...limits });
    await knex.migrate.latest({ migrationSource: earlier });
    await fill(knex);
    await knex.migrate.latest({ migrationSource });
  });
  afterEach(async () => {
    await knex.destroy();
    await database.drop();
  });
  const read = <T>(work: (stores: Stores) => Promise<T>): Promise<T> => new PostgresUnitOfWork(knex).run(work);

  it('puts the packages that are there into the default product', async () => {
    const [offer] = await read(({ packages }) => packages.list());
    expect(offer).to.include({ code: 'old', productCode: 'points', priceFen: 990, originalPriceFen: null });
    const products = await read(({ products }) => products.list());
    expect(products.map(({ code, enabled }) => [code, enabled])).to.deep.equal([['points', true]]);
  });

  it('makes the prices of APIs their first versions', async () => {
    const api = await read(({ soldApis }) => soldApis.find('old.api' as ApiCode, NOON));
    expect(api).to.deep.include({
      price: { version: 1, pointsPerCall: 7n, effectiveFrom: NOON },
      ...{ nextPrice: null, status: 'degraded', notice: '慢' },
    });
  });

  it('says of the orders that are there that they cost their list price, without a promotion', async () => {
    const found = await read(({ orders }) => orders.find(orderId));
    expect(found?.order.terms).to.deep.include({ listPriceFen: 990, amountFen: 990, bonusPoints: 20n, promotions: [] });
    expect(await read(({ orders }) => orders.isFirstPurchase(userId, newId()))).to.equal(true);
  });

  it('leaves open which version the consumptions that are there were charged', async () => {
    const found = await read(({ ledger }) => ledger.findCall(account, oldCallId));
    expect(found).to.deep.include({ points: 7n });
    expect(found?.call.priceVersion).to.equal(null);
  });

  it('goes back with the price that holds, and up again', async () => {
    // The ledger of today goes back only as long as nothing was posted.
    await knex.raw('alter table ledger.entries disable trigger user; delete from ledger.entries');
    await knex.raw(`insert into catalog.sold_api_prices values
      ('old.api', 2, 8, now() - interval '1 h', now()), ('old.api', 3, 9, now() + interval '1 h', now())`);
    while (await isApplied(knex)) await knex.migrate.down({ migrationSource });
    expect((await knex('catalog.sold_apis').first()).points_per_call).to.equal(8n);
    expect(Object.keys(await knex('ordering.orders').first())).not.to.include('promotions');
    await knex.migrate.latest({ migrationSource });
    const api = await read(({ soldApis }) => soldApis.find('old.api' as ApiCode, new Date()));
    expect(api?.price).to.include({ version: 1, pointsPerCall: 8n });
  });
});

const isApplied = async (knex: Knex): Promise<boolean> =>
  (await knex('knex_migrations').where({ name: NAME })).length > 0;

/** Rows as the first five migrations know them. */
async function fill(knex: Knex): Promise<void> {
  const packageId = newId();
  const sold = { points: 100n, bonus_points: 20n, validity };
  await knex('catalog.packages').insert({
    ...{ id: packageId, code: 'old', name: '旧套餐', description: '', price_fen: 990, ...sold },
    ...{ hot: false, sort: 1, storefronts: ['web'], enabled: true },
  });
  await knex('catalog.sold_apis').insert({
    ...{ code: 'old.api', name: '旧接口', path: '/old', points_per_call: 7n },
    ...{ status: 'degraded', notice: '慢', updated_at: NOON },
  });
  await knex('ordering.orders').insert({
    ...{ id: orderId, user_id: userId, status: 'pending', package_id: packageId, package_name: '旧套餐' },
    ...{ amount_fen: 990, ...sold, placed_at: NOON, expires_at: NOON },
  });
  await knex('ordering.payment_attempts').insert({
    ...{ out_trade_no: 'old', order_id: orderId, amount_fen: 990, description: '', payer_openid: 'o-1' },
    ...{ expires_at: NOON, appid: 'wx1', mchid: '19', request_body: '{}' },
  });
  const [lot_id, consumption] = [newId(), newId()];
  const own = { account_id: account };
  await knex('ledger.accounts').insert({ id: account, last_seq: 2n });
  await knex('ledger.lots').insert({
    ...{ ...own, id: lot_id, kind: 'paid', order_id: orderId, granted: 7n, remaining: 0n },
    ...{ granted_at: NOON, expires_at: NOON },
  });
  await knex('ledger.consumptions').insert({
    ...{ ...own, id: consumption, idempotency_key: idempotencyKey, fingerprint: 'f', key_id: newId() },
    ...{ service_id: serviceId, api_code: 'old.api', quantity: 1, points: 7n, available_after: 0n, at: NOON },
  });
  const line = { ...own, lot_id, at: NOON };
  await knex('ledger.entries').insert([
    {
      ...{ ...line, seq: 1n, kind: 'grant', counter_account: 'issuance', cause_id: orderId },
      ...{ change: 7n, balance_before: 0n, balance_after: 7n },
    },
    {
      ...{ ...line, seq: 2n, kind: 'consume', counter_account: 'consumed', cause_id: consumption },
      ...{ change: -7n, balance_before: 7n, balance_after: 0n },
    },
  ]);
}
