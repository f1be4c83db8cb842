import { expect } from 'chai';
import { APPLICATION_ROLE } from '../../src/adapters/postgres/application-role.ts';
import { PostgresUsageCharger } from '../../src/adapters/postgres/usage/postgres-usage-charger.ts';
import { takeSeal } from '../../src/application/ledger/seal-ledger.ts';
import type { Correction } from '../../src/domain/ledger/adjustment.ts';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { verifyBooks } from '../support/audit.ts';
import { aGrant, aNewLot } from '../support/builders.ts';
import { aCaller, entriesOf } from '../support/customers.ts';
import { PRODUCTION_LIKE } from '../support/http/test-system.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openShop, type Shop, untilDone } from '../support/shop.ts';

const FAR = new Date('2099-01-01T00:00:00.000Z');

describe('Work on the books at one time', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  before(async () => {
    database = await migratedDatabase(20);
    shop = openShop(database.uow);
  });
  after(() => database.drop());
  afterEach(async () => {
    expect((await verifyBooks(database.knex, { seals: true })).findings).to.deep.equal([]);
  });
  const adjust = (userId: UserId, correction: Correction, requestKey: string | null = null) =>
    shop.adjustPoints({ userId, correction, reason: '补偿', operator: 'alice', requestKey, dryRun: false });
  const many = <T>(count: number, work: (nth: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_, nth) => work(nth)));

  it('makes one adjustment of many that have one key', async () => {
    const { userId } = await aCaller(shop, 0n);
    const outcomes = await many(12, () =>
      adjust(userId, { kind: 'credit', points: points(5n), expiresAt: FAR }, 'once'),
    );
    const firsts = outcomes.filter((each) => each.kind === 'adjusted' && !each.repeated);
    expect([outcomes.every(({ kind }) => kind === 'adjusted'), firsts.length]).to.deep.equal([true, 1]);
    expect(await entriesOf(shop, userId)).to.have.length(1);
  });

  it('never takes more than there is', async () => {
    const { userId } = await aCaller(shop, 10n);
    const outcomes = await many(12, () => adjust(userId, { kind: 'debit', points: points(3n) }));
    expect(outcomes.filter(({ kind }) => kind === 'adjusted')).to.have.length(3);
    expect((await shop.readBalance(userId)).available).to.equal(1n);
  });

  it('writes off, adjusts, seals and proves while calls go on, and the books are right at every moment', async () => {
    const { userId, usage } = await aCaller(shop, 500n);
    const account = accountOf(userId);
    const charger = new PostgresUsageCharger({ ...PRODUCTION_LIKE, url: database.url, role: APPLICATION_ROLE });
    const expiring = () =>
      database.uow.run(({ ledger }) =>
        ledger.grant(aGrant(account, { lots: [aNewLot({ expiresAt: new Date(Date.now() + 30) })] })),
      );
    try {
      for (let round = 0; round < 4; round++) {
        await Promise.all([
          many(15, () => charger.charge(usage())),
          expiring(),
          many(3, () => adjust(userId, { kind: 'credit', points: points(2n), expiresAt: FAR })),
          shop.expireLots.run(untilDone),
          takeSeal({ uow: database.uow })(),
          verifyBooks(database.knex).then(({ findings }) => expect(findings).to.deep.equal([])),
        ]);
      }
      await shop.expireLots.run(untilDone);
    } finally {
      await charger.stop();
    }
    const kinds = new Set((await entriesOf(shop, userId)).map(({ kind }) => kind));
    expect([...kinds]).to.include.members(['consume', 'credit', 'grant']);
  });

  it('takes seals one after another', async () => {
    const taken = await many(6, () => takeSeal({ uow: database.uow })());
    const numbers = taken.map(({ no }) => Number(no)).sort((a, b) => a - b);
    expect(numbers).to.deep.equal(numbers.map((_, nth) => (numbers[0] as number) + nth));
  });
});
