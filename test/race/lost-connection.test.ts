import { expect } from 'chai';
import { Unavailable } from '../../src/domain/shared/faults.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { rejectionOf } from '../support/rejection.ts';
import { untilWaiting } from '../support/until-waiting.ts';
import { aLotOf, TwoProcesses } from './spenders.ts';

describe('A connection that is lost while a call is under way', () => {
  let race: TwoProcesses;
  before(async () => {
    race = await TwoProcesses.open();
  });
  after(() => race.close());

  it('is a call in doubt, and nothing that ends the process or the next call', async () => {
    const { accountId, usage } = await race.aSpender([aLotOf(10)]);
    const call = usage();
    const fault = await race.shop.uow.run(async ({ ledger }) => {
      await ledger.lock(accountId);
      const asked = rejectionOf(race.charge(call, 0));
      await untilWaiting(race.database.knex, 1);
      await race.database.knex.raw(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'hot-seahorse usage'`,
      );
      return asked;
    });
    expect(fault).to.be.instanceOf(Unavailable);
    expect(await race.charge(call, 0)).to.include({ kind: 'allowed', replayed: false });
    expect(await race.charge(call, 1)).to.include({ kind: 'allowed', replayed: true });
    await race.shop.uow.run(({ ledger }) => expectBalancedBooks(ledger, accountId));
  });
});
