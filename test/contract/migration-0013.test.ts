import { expect } from 'chai';
import type { Knex } from 'knex';
import { migrationSource } from '../../migrations/migration-source.ts';
import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import type { Caller, Usage } from '../../src/application/ledger/usage.ts';
import { formatToken } from '../../src/domain/keyvault/key-token.ts';
import { usageIdOf } from '../../src/domain/ledger/usage-id.ts';
import { beijingDayOf } from '../../src/domain/shared/beijing-time.ts';
import { type AccountId, type ApiKeyId, accountOf, type ServiceId, type UserId } from '../../src/domain/shared/ids.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { IMAGE_API } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { DAY, msAfter, SECOND } from '../support/instants.ts';
import { openCharger } from '../support/open-charger.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';
import { rejectionOf } from '../support/rejection.ts';
import { openShop } from '../support/shop.ts';

type Migration = typeof migrationSource extends Knex.MigrationSource<infer Each> ? Each : never;
const NAME = '0013_fast_ledger';
/** All up to this one, without it or with it. */
const upTo = (included: boolean): Knex.MigrationSource<Migration> => ({
  ...migrationSource,
  getMigrations: async (extensions) => {
    const all = await migrationSource.getMigrations(extensions);
    return all.slice(0, all.map(migrationSource.getMigrationName).indexOf(NAME) + (included ? 1 : 0));
  },
});

const NOW = new Date();
const LAST_WEEK = msAfter(NOW, -7 * DAY);
const [SOON, LATER] = [msAfter(NOW, 30 * DAY), msAfter(NOW, 60 * DAY)];
const aToken = (prefix: 'sk_live_' | 'ss_live_') => formatToken(prefix, nodeSecrets.random(24));
const [serviceToken, keyToken, neighbourToken] = [aToken('ss_live_'), aToken('sk_live_'), aToken('sk_live_')];
const [userId, neighbourId, serviceId] = [newId<UserId>(), newId<UserId>(), newId<ServiceId>()];
const [keyId, unusedKeyId, neighbourKeyId] = [newId<ApiKeyId>(), newId<ApiKeyId>(), newId<ApiKeyId>()];
const [account, neighbour] = [accountOf(userId), accountOf(neighbourId)];
const [released, burned, frozen] = [newId(), newId(), newId()];
const [paid, bonus] = [newId(), newId()];
const caller: Caller = { token: serviceToken, peer: null, signedWith: null };
const firstCall: Usage = {
  ...{ caller, keyToken, apiCode: IMAGE_API, quantity: 2, idempotencyKey: 'call-1', clientIp: null },
};

describe('The migration that makes calls lines of the journal', () => {
  let database: TestDatabase;
  let knex: Knex;
  beforeEach(async () => {
    database = await freshDatabase();
    const limits = { acquireTimeoutMs: 20_000, statementTimeoutMs: 20_000, lockTimeoutMs: 20_000 };
    knex = connectPostgres({ url: database.url, poolSize: 2, ...limits });
    await knex.migrate.latest({ migrationSource: upTo(false) });
    await fillKeyvault(knex);
  });
  afterEach(async () => {
    await knex.destroy();
    await database.drop();
  });
  const uow = () => new PostgresUnitOfWork(knex);
  const balanced = (of: AccountId) => uow().run(({ ledger }) => expectBalancedBooks(ledger, of));

  describe('of a ledger with entries', () => {
    beforeEach(async () => {
      await fillLedger(knex);
      await knex.migrate.latest({ migrationSource });
    });

    it('keeps every line, numbered within its deed and chained', async () => {
      const entries = await uow().run(({ ledger }) => ledger.listEntries(account));
      expect(entries.map(({ kind, change, part, parts }) => [kind, change, part, parts])).to.deep.equal([
        ['grant', 10n, 1, 2],
        ['grant', 5n, 2, 2],
        ['consume', -5n, 1, 2],
        ['consume', -1n, 2, 2],
        ['freeze', -3n, 1, 1],
        ['release', 3n, 1, 1],
        ['freeze', -2n, 1, 1],
        ['release', 2n, 1, 1],
        ['claw_back', -2n, 1, 1],
        ['consume', -1n, 1, 1],
        ['freeze', -1n, 1, 1],
      ]);
      for (const of of [account, neighbour]) await balanced(of);
    });

    it('lets no line be dated before the line before it', async () => {
      const entries = await uow().run(({ ledger }) => ledger.listEntries(account));
      expect(entries.map(({ at }) => at)).to.deep.equal(entries.map((_, nth) => (nth < 9 ? LAST_WEEK : NOW)));
    });

    it('keeps what is known of a call, under the id that its idempotency key gives it', async () => {
      const call = { keyId, serviceId, apiCode: IMAGE_API };
      const found = await uow().run(({ ledger }) => ledger.findCall(account, idOf('call-1')));
      expect(found).to.deep.equal({
        ...{ id: idOf('call-1'), accountId: account, call: { ...call, quantity: 2, priceVersion: 1 } },
        draws: [
          { lotId: bonus, points: 5n },
          { lotId: paid, points: 1n },
        ],
        ...{ points: 6n, balanceAfter: 9n, pointsExpireAt: LATER, at: LAST_WEEK, reversedAt: null },
      });
      const older = await uow().run(({ ledger }) => ledger.findCall(account, idOf('call-2')));
      expect(older?.call).to.deep.equal({ ...call, quantity: 1, priceVersion: null });
    });

    it('keeps freezes, those under way included, which still end', async () => {
      const stateOf = (refund: string) =>
        uow().run(async ({ ledger }) => (await ledger.findFreeze(account, refund as never))?.state);
      expect(await stateOf(released)).to.equal('released');
      expect(await stateOf(burned)).to.equal('burned');
      expect(await stateOf(frozen)).to.equal('frozen');
      expect(await uow().run(({ ledger }) => ledger.release(account, frozen as never, new Date()))).to.equal(true);
      await balanced(account);
    });

    it('answers the calls of before alike again, and takes nothing for them', async () => {
      const charger = openCharger(database);
      const again = { usageId: idOf('call-1'), points: 6n, pointsLeft: 9n, pointsExpireAt: LATER, at: LAST_WEEK };
      expect(await charger.charge(firstCall)).to.deep.equal({ kind: 'allowed', replayed: true, ...again });
      expect(await charger.charge({ ...firstCall, quantity: 3 })).to.deep.equal({ kind: 'idempotency_conflict' });
      const ofNeighbour = await charger.charge({ ...firstCall, keyToken: neighbourToken, quantity: 1 });
      expect(ofNeighbour).to.deep.include({ replayed: true, points: 3n, pointsLeft: 97n });
      expect(await openShop(uow()).readBalance(userId)).to.have.property('available', 5n);
      const fresh = await charger.charge({ ...firstCall, quantity: 1, idempotencyKey: 'new' });
      expect(fresh).to.deep.include({ replayed: false, points: 3n, pointsLeft: 2n });
      await charger.stop();
      for (const of of [account, neighbour]) await balanced(of);
    });

    it('gives every key a meter with its totals and its last use; what it took today counts today', async () => {
      const meters = await uow().run(({ apiKeys }) => apiKeys.listMeters(userId));
      expect([...meters.keys()]).to.have.members([keyId, unusedKeyId]);
      const isOfToday = meters.get(keyId)?.day === beijingDayOf(NOW);
      expect(meters.get(keyId)).to.deep.include({
        ...{ pointsTotal: 7n, lastUsedAt: NOW, window: 0n, callsInWindow: 0 },
        ...(isOfToday ? { callsToday: 1, pointsToday: 1n } : { callsToday: 0, pointsToday: 0n }),
      });
      const nothing = { callsToday: 0, pointsToday: 0n, pointsTotal: 0n, lastUsedAt: null };
      expect(meters.get(unusedKeyId)).to.deep.include(nothing);
      const others = await uow().run(({ apiKeys }) => apiKeys.listMeters(neighbourId));
      expect(others.get(neighbourKeyId)).to.deep.include({ pointsTotal: 3n, lastUsedAt: LAST_WEEK });
    });

    it('lets services in with the tokens that they have, wherever they are and for whatever they ask', async () => {
      const admission = await openShop(uow()).admitService(caller, 'balance');
      expect(admission).to.deep.equal({
        kind: 'admitted',
        service: {
          ...{ id: serviceId, name: 'vision', operations: 'all', networks: null, requiresSignature: false },
          ...{ returnOrigins: [], enabled: true, createdAt: LAST_WEEK },
        },
      });
      const tokens = await uow().run(({ services }) => services.listTokens(serviceId));
      expect(tokens).to.deep.equal([{ serviceId, hint: 'ss_live_hint', createdAt: LAST_WEEK, expiresAt: null }]);
    });
  });

  it('does not go back once something was posted, and leaves it as it is', async () => {
    await fillLedger(knex);
    await knex.migrate.latest({ migrationSource: upTo(true) });
    const fault = await rejectionOf(knex.migrate.down({ migrationSource: upTo(true) }));
    expect(fault).to.have.property('code', '23514');
    for (const of of [account, neighbour]) await balanced(of);
  });

  it('goes back on an empty ledger with keys and services as they were, and up again', async () => {
    const tables = ['keyvault.services', 'keyvault.api_keys'];
    const rows = () => Promise.all(tables.map((table) => knex(table).orderBy('id')));
    const before = await rows();
    const schema = await columns(knex);
    await knex.migrate.latest({ migrationSource: upTo(true) });
    await knex.migrate.down({ migrationSource: upTo(true) });
    expect(await rows()).to.deep.equal(before);
    expect(await columns(knex)).to.deep.equal(schema);
    await knex.migrate.latest({ migrationSource });
    expect(await openShop(uow()).admitService(caller, 'usage')).to.have.property('kind', 'admitted');
  });
});

const idOf = (idempotencyKey: string) =>
  usageIdOf({ serviceId, accountId: account, idempotencyKey }, nodeSecrets.sha256);

async function columns(knex: Knex): Promise<unknown> {
  const { rows } = await knex.raw(
    `select table_schema, table_name, column_name, data_type, is_nullable from information_schema.columns
     where table_schema in ('ledger', 'keyvault') order by 1, 2, 3`,
  );
  return rows;
}

/** Rows as the migrations before know them. */
async function fillKeyvault(knex: Knex): Promise<void> {
  await knex('keyvault.services').insert({
    ...{ id: serviceId, name: 'vision', digest: nodeSecrets.digest(serviceToken), hint: 'ss_live_hint' },
    ...{ enabled: true, created_at: LAST_WEEK },
  });
  const key = { hint: 'sk_live_hint', name: 'key', scope: null, enabled: true, created_at: LAST_WEEK };
  const common = { ...key, expires_at: LATER, updated_at: LAST_WEEK };
  await knex('keyvault.api_keys').insert([
    { ...common, id: keyId, user_id: userId, digest: nodeSecrets.digest(keyToken) },
    { ...common, id: unusedKeyId, user_id: userId, digest: nodeSecrets.digest('never shown') },
    { ...common, id: neighbourKeyId, user_id: neighbourId, digest: nodeSecrets.digest(neighbourToken) },
  ]);
  await knex('catalog.sold_apis').insert({
    ...{ code: IMAGE_API, name: '图片识别', path: '/image', status: 'normal', notice: '', updated_at: LAST_WEEK },
  });
  await knex('catalog.sold_api_prices').insert({
    ...{ code: IMAGE_API, version: 1, points_per_call: 3n, effective_from: LAST_WEEK, created_at: LAST_WEEK },
  });
}

async function fillLedger(knex: Knex): Promise<void> {
  const [order, call, older, late] = [newId(), newId(), newId(), msAfter(LAST_WEEK, -SECOND)];
  await knex('ledger.accounts').insert([
    { id: account, last_seq: 11n, balance: 5n },
    { id: neighbour, last_seq: 2n, balance: 97n },
  ]);
  const lot = { account_id: account, order_id: order, granted_at: LAST_WEEK };
  const other = { id: newId(), account_id: neighbour, order_id: newId(), granted_at: LAST_WEEK };
  await knex('ledger.lots').insert([
    { ...lot, id: paid, kind: 'paid', granted: 10n, remaining: 5n, expires_at: LATER },
    { ...lot, id: bonus, kind: 'bonus', granted: 5n, remaining: 0n, expires_at: SOON },
    { ...other, kind: 'paid', granted: 100n, remaining: 97n, expires_at: LATER },
  ]);
  const made = { fingerprint: 'f', service_id: serviceId, api_code: IMAGE_API };
  const called = { ...made, account_id: account, key_id: keyId };
  const neighbourCall = newId();
  await knex('ledger.consumptions').insert([
    {
      ...{ ...called, id: call, idempotency_key: 'call-1', quantity: 2, points: 6n, available_after: 9n },
      ...{ price_version: 1, at: LAST_WEEK },
    },
    {
      ...{ ...called, id: older, idempotency_key: 'call-2', quantity: 1, points: 1n, available_after: 6n },
      ...{ price_version: null, at: NOW },
    },
    {
      ...{ ...made, account_id: neighbour, key_id: neighbourKeyId, id: neighbourCall, idempotency_key: 'call-1' },
      ...{ quantity: 1, points: 3n, available_after: 97n, price_version: 1, at: LAST_WEEK },
    },
  ]);
  const freeze = { account_id: account, order_id: order, frozen_at: LAST_WEEK };
  await knex('ledger.freezes').insert([
    { ...freeze, refund_id: released, points: 3n, state: 'released', ended_at: LAST_WEEK },
    { ...freeze, refund_id: burned, points: 2n, state: 'burned', ended_at: LAST_WEEK },
    { ...freeze, refund_id: frozen, points: 1n, state: 'frozen', ended_at: null },
  ]);
  await knex('ledger.entries').insert([
    ...linesOf(account, [
      ['grant', order, paid, 10n, LAST_WEEK],
      ['grant', order, bonus, 5n, LAST_WEEK],
      ['consume', call, bonus, -5n, LAST_WEEK],
      ['consume', call, paid, -1n, LAST_WEEK],
      // A process whose clock was behind: nothing kept it from being written.
      ['freeze', released, paid, -3n, late],
      ['release', released, paid, 3n, LAST_WEEK],
      ['freeze', burned, paid, -2n, LAST_WEEK],
      ['release', burned, paid, 2n, late],
      ['claw_back', burned, paid, -2n, LAST_WEEK],
      ['consume', older, paid, -1n, NOW],
      ['freeze', frozen, paid, -1n, LAST_WEEK],
    ]),
    ...linesOf(neighbour, [
      ['grant', other.order_id, other.id, 100n, LAST_WEEK],
      ['consume', neighbourCall, other.id, -3n, LAST_WEEK],
    ]),
  ]);
}

type Line = readonly [kind: keyof typeof SIDES, cause: string, lot: string, change: bigint, at: Date];
const SIDES = { grant: 'issuance', consume: 'consumed', freeze: 'held', release: 'held', claw_back: 'refunded' };

function linesOf(accountId: AccountId, lines: readonly Line[]): object[] {
  let balance = 0n;
  return lines.map(([kind, cause_id, lot_id, change, at], nth) => {
    const before = balance;
    balance += change;
    return {
      ...{ account_id: accountId, seq: BigInt(nth + 1), kind, counter_account: SIDES[kind], cause_id, lot_id, change },
      ...{ balance_before: before, balance_after: balance, at },
    };
  });
}
