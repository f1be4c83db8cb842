import { expect } from 'chai';
import { type AccountId, accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aConsumption, aFreeze, aGrant, aNewLot } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { NOON } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { rejectionOf } from '../support/rejection.ts';

describe('The ledger’s tables', () => {
  let database: MigratedDatabase;
  let account: AccountId;
  before(async () => {
    database = await migratedDatabase();
    account = accountOf(newId<UserId>());
    await database.uow.run(async ({ ledger }) => {
      const lot = aNewLot();
      const given = aGrant(account, { lots: [lot] });
      await ledger.grant(given);
      await ledger.consume(aConsumption(account));
      const draws = [{ lotId: lot.id, points: points(1n) }];
      const [ending, lasting] = [aFreeze(account, given.orderId, draws), aFreeze(account, given.orderId, draws)];
      for (const freeze of [ending, lasting]) await ledger.freeze(freeze);
      await ledger.release(account, ending.refundId, NOON);
    });
  });
  after(() => database.drop());
  const faultOf = async (sql: string) => (await rejectionOf(database.knex.raw(sql))) as Error & { code?: string };

  for (const table of ['ledger.entries', 'ledger.consumptions']) {
    const forbidden = [
      `update ${table} set at = at`,
      `delete from ${table}`,
      `truncate ${table}`,
      `update ${table} set at = at where false`,
      `insert into ${table} select * from ${table} on conflict (account_id, ${table.endsWith('entries') ? 'seq' : 'id'})
       do update set at = excluded.at`,
    ];
    for (const sql of forbidden) {
      it(`refuse: ${sql.replaceAll(/\s+/g, ' ')}`, async () => {
        const before = await database.knex.raw(`select * from ${table}`);
        expect((await faultOf(sql)).message).to.include(`${table} is append-only`);
        expect((await database.knex.raw(`select * from ${table}`)).rows).to.deep.equal(before.rows);
      });
    }
  }

  const impossible: Readonly<Record<string, string>> = {
    'a lot with less than nothing left': 'update ledger.lots set remaining = -1',
    'a lot with more left than it was granted': 'update ledger.lots set remaining = granted + 1',
    'a lot of a kind that we do not know': `update ledger.lots set kind = 'gift'`,
    'a negative balance': 'update ledger.accounts set balance = -1',
    'an entry that moves nothing': entryWith('change', '0'),
    'an entry that does not add up': entryWith('balance_after', 'balance_after + 1'),
    'an entry against an account that we do not have': entryWith('counter_account', `'till'`),
    'an entry that adds what its kind takes': entryWith('kind', `'consume'`),
    'an entry whose other side is not that of its kind': entryWith('counter_account', `'held'`),
    'an entry before the first': entryWith('seq', '0', 'seq'),
    'a freeze of nothing': freezeWith('points', '0'),
    'a freeze in a state that we do not know': freezeWith('state', `'thawed'`),
    'a freeze that ended and is frozen': freezeWith('ended_at', 'frozen_at'),
    'a freeze that was burned at no time': freezeWith('state', `'burned'`),
  };
  for (const [what, sql] of Object.entries(impossible)) {
    it(`cannot hold ${what}`, async () => expect((await faultOf(sql)).code).to.equal('23514'));
  }

  const lasting = {
    'the end of a freeze that has ended': `update ledger.freezes set state = 'burned' where state = 'released'`,
    'another end of it': `update ledger.freezes set ended_at = now() where state = 'released'`,
    'a freeze becoming another': `update ledger.freezes set points = points + 1 where state = 'frozen'`,
    'a freeze becoming another refund’s': `update ledger.freezes set refund_id = order_id where state = 'frozen'`,
    'the removal of a freeze': 'delete from ledger.freezes',
    'the removal of all freezes': 'truncate ledger.freezes',
  };
  for (const [what, sql] of Object.entries(lasting)) {
    it(`refuse ${what}`, async () => {
      expect((await faultOf(sql)).message).to.include('ledger.freezes may only end, and once');
    });
  }

  it('cannot hold two freezes of one refund', async () => {
    expect((await faultOf('insert into ledger.freezes select * from ledger.freezes')).code).to.equal('23505');
  });

  it('cannot hold two entries of one number', async () => {
    expect((await faultOf('insert into ledger.entries select * from ledger.entries')).code).to.equal('23505');
  });

  it('cannot hold an entry of an account that was never opened', async () => {
    expect((await faultOf(entryWith('account_id', `'${newId()}'`, 'account_id'))).code).to.equal('23503');
  });
});

/** A copy of the first entry as the next one, with one column changed. */
function entryWith(column: string, value: string, unlike = 'none'): string {
  const columns = ['account_id', 'kind', 'counter_account', 'change', 'balance_before', 'balance_after', 'lot_id'];
  const copied = ['seq', ...columns, 'cause_id', 'at'].filter((each) => each !== column);
  const values = copied.map((each) => (each === 'seq' && unlike !== 'seq' ? 'seq + 10' : each));
  return `insert into ledger.entries (${[...copied, column]}) select ${[...values, value]} from ledger.entries where seq = 1`;
}

/** The frozen one as another refund's, with one column changed. */
function freezeWith(column: string, value: string): string {
  const columns = ['account_id', 'order_id', 'points', 'state', 'frozen_at', 'ended_at'].filter(
    (each) => each !== column,
  );
  return `insert into ledger.freezes (refund_id, ${[...columns, column]})
          select order_id, ${[...columns, value]} from ledger.freezes where state = 'frozen'`;
}
