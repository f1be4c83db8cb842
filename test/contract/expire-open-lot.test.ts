import { expect } from 'chai';
import { APPLICATION_ROLE } from '../../src/adapters/postgres/application-role.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import { PostgresUsageCharger } from '../../src/adapters/postgres/usage/postgres-usage-charger.ts';
import { accountOf } from '../../src/domain/shared/ids.ts';
import { verifyBooks } from '../support/audit.ts';
import { aGrant, aNewLot } from '../support/builders.ts';
import { aCaller, entriesOf } from '../support/customers.ts';
import { PRODUCTION_LIKE } from '../support/http/test-system.ts';
import { DAY, MINUTE } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openShop, untilDone } from '../support/shop.ts';

describe('Points that expire in a lot from which the fast path draws', () => {
  let database: MigratedDatabase;
  let charger: PostgresUsageCharger;
  let aheadMs: number;
  before(async () => {
    database = await migratedDatabase();
    charger = new PostgresUsageCharger({ ...PRODUCTION_LIKE, url: database.url, role: APPLICATION_ROLE });
  });
  after(async () => {
    await charger.stop();
    await database.drop();
  });

  it('are written off as far as they are left, although the row of the lot shows more', async () => {
    aheadMs = 0;
    const uow = new PostgresUnitOfWork(database.appKnex, { clockOffsetMs: () => aheadMs });
    const shop = openShop(uow);
    const { userId, usage } = await aCaller(shop, 0n);
    const lot = aNewLot({ expiresAt: new Date(Date.now() + 10 * MINUTE) });
    await uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(userId), { lots: [lot] })));
    for (let calls = 0; calls < 2; calls++) expect((await charger.charge(usage())).kind).to.equal('allowed');
    const [row] = await rowsOf(
      database.knex,
      `select lot.remaining, account.lot_left from ledger.lots lot join ledger.accounts account on account.lot_id = lot.id`,
      [],
    );
    expect(row, 'open, and behind').to.deep.equal({ remaining: 7n, lot_left: 4n });

    aheadMs = DAY;
    await shop.expireLots.run(untilDone);
    const [last] = (await entriesOf(shop, userId)).slice(-1);
    expect(last).to.deep.include({ kind: 'expire', change: -4n, balanceAfter: 0n });
    expect(
      await uow.run(({ ledger, clock }) =>
        clock.now().then((now) => ledger.listExpired(now, { after: null, limit: 9 })),
      ),
    ).to.deep.equal([]);
    expect((await verifyBooks(database.knex)).findings).to.deep.equal([]);
  });
});
