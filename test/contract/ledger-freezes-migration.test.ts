import { expect } from 'chai';
import { migrationSource } from '../../migrations/migration-source.ts';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aConsumption, aFreeze, aGrant, aNewLot } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { NOON } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { rejectionOf } from '../support/rejection.ts';

describe('The migration that brings freezes', () => {
  let database: MigratedDatabase;
  const account = accountOf(newId<UserId>());
  const lot = aNewLot();
  const given = aGrant(account, { lots: [lot] });
  before(async () => {
    database = await migratedDatabase();
    await database.uow.run(async ({ ledger }) => {
      await ledger.grant(given);
      await ledger.consume(aConsumption(account));
    });
  });
  after(() => database.drop());
  const only = { migrationSource, name: '0007_ledger_freezes' };
  const down = (): Promise<unknown> => database.knex.migrate.down(only);
  const balanced = () => database.uow.run(({ ledger }) => expectBalancedBooks(ledger, account));

  it('goes down and up on a journal that has entries', async () => {
    await down();
    expect((await database.knex.raw(`select to_regclass('ledger.freezes') as name`)).rows).to.deep.equal([
      { name: null },
    ]);
    await database.knex.migrate.up(only);
    await balanced();
  });

  it('does not go down once something was frozen, whether or not that has ended', async () => {
    const draws = [{ lotId: lot.id, points: points(2n) }];
    const freeze = aFreeze(account, given.orderId, draws);
    await database.uow.run(({ ledger }) => ledger.freeze(freeze));
    for (const state of ['frozen', 'released']) {
      expect(await rejectionOf(down())).to.have.property('code', '23514');
      const found = await database.uow.run(({ ledger }) => ledger.findFreeze(account, freeze.refundId));
      expect(found).to.deep.include({ draws, state });
      await database.uow.run(({ ledger }) => ledger.release(account, freeze.refundId, NOON));
    }
    await balanced();
  });
});
