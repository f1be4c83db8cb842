import { expect } from 'chai';
import { type AccountId, accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aConsumption, aFreeze, aGrant, aNewLot } from '../support/builders.ts';
import { consume } from '../support/consume.ts';
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
      await consume(ledger, aConsumption(account));
      await ledger.lock(account);
      const draws = [{ lotId: lot.id, points: points(1n) }];
      const [ending, lasting] = [aFreeze(account, given.orderId, draws), aFreeze(account, given.orderId, draws)];
      for (const freeze of [ending, lasting]) await ledger.freeze(freeze);
      await ledger.release(account, ending.refundId, NOON);
    });
  });
  after(() => database.drop());
  const faultOf = async (sql: string) =>
    (await rejectionOf(database.knex.raw(sql))) as Error & { code?: string; constraint?: string };

  const forbidden = [
    'update ledger.entries set at = at',
    'delete from ledger.entries',
    'truncate ledger.entries',
    'update ledger.entries set at = at where false',
    'insert into ledger.entries select * from ledger.entries on conflict (account_id, seq) do update set at = excluded.at',
    ...['adjustments', 'reversals', 'seals', 'sealed_heads'].flatMap((table) => [
      `update ledger.${table} set ${table === 'seals' ? 'no = no' : 'account_id = account_id'}`,
      `delete from ledger.${table}`,
      `truncate ledger.${table} cascade`,
    ]),
  ];
  for (const sql of forbidden) {
    it(`refuse: ${sql}`, async () => {
      const before = await database.knex.raw('select * from ledger.entries');
      expect((await faultOf(sql)).message).to.match(/ledger\.\w+ is append-only/);
      expect((await database.knex.raw('select * from ledger.entries')).rows).to.deep.equal(before.rows);
    });
  }

  const impossible: Readonly<Record<string, string>> = {
    'a lot with less than nothing left': 'update ledger.lots set remaining = -1',
    'a lot with more left than it was granted': 'update ledger.lots set remaining = granted + 1',
    'a lot of a kind that we do not know': `update ledger.lots set kind = 'gift'`,
    'a negative balance': 'update ledger.accounts set balance = -1',
    'an entry that moves nothing': entryWith('change', '0'),
    'an entry that leaves less than nothing': entryWith('balance_after', '-1'),
    'an entry that adds what its kind takes': entryWith('kind', `'consume'`),
    'an entry that takes what its kind adds': entryWith('change', '-change'),
    'an entry before the first': entryWith('seq', '0', 'seq'),
    'a part beyond the last': entryWith('part', 'parts + 1'),
    'a part before the first': entryWith('part', '0'),
    'an open lot with less than nothing left': openLotWith('lot_left', '-1'),
    'an open lot of which nobody knows what is left': openLotWith('lot_left', 'null'),
    'an open lot of which nobody knows how long it lasts': openLotWith('lot_expires_at', 'null'),
    'what is left of no open lot': openLotWith('lot_id', 'null'),
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
    const fault = await faultOf(entryWith('cause_id', 'gen_random_uuid()', 'seq'));
    expect(fault.constraint).to.equal('entries_pkey');
  });

  it('cannot hold an entry of a kind that we do not know', async () => {
    expect((await faultOf(entryWith('kind', `'gift'`))).code).to.equal('22P02');
  });

  it('cannot hold a deed twice', async () => {
    const fault = await faultOf(entryWith('hash', 'hash'));
    expect(fault.constraint).to.equal('entries_deed');
  });

  it('post no deed while a lot is open, whose row would be behind', async () => {
    const post = `select ledger.post_deed('${account}', gen_random_uuid(), now(), '{debit}',
      array[(select id from ledger.lots)], '{1}', null, null, null, null, null)`;
    const postAfter = (...statements: string[]) =>
      database.knex.transaction(async (trx) => {
        for (const sql of [openLotWith('balance', 'balance'), ...statements, post]) await trx.raw(sql);
        throw new Error('posted');
      });
    expect((await rejectionOf(postAfter())).message).to.include('lock the account before');
    const locked = postAfter(`select ledger.lock_account('${account}')`);
    expect((await rejectionOf(locked)).message).to.equal('posted');
  });
});

/** A copy of the first entry as the next one, with one column changed. */
function entryWith(column: string, value: string, unlike = 'none'): string {
  const columns = [
    'account_id',
    'kind',
    'part',
    'parts',
    'change',
    'balance_after',
    'at',
    'lot_id',
    'cause_id',
    'hash',
  ];
  const copied = ['seq', ...columns].filter((each) => each !== column);
  const values = copied.map((each) => (each === 'seq' && unlike !== 'seq' ? 'seq + 10' : each));
  return `insert into ledger.entries (${[...copied, column]}) select ${[...values, value]} from ledger.entries where seq = 1`;
}

/** The account’s lot opened for the fast path, with one column changed. */
function openLotWith(column: string, value: string): string {
  const open: Readonly<Record<string, string>> = {
    ...{ lot_id: 'lot.id', lot_left: 'lot.remaining', lot_expires_at: 'lot.expires_at', [column]: value },
  };
  const sets = Object.entries(open).map(([name, expression]) => `${name} = ${expression}`);
  return `update ledger.accounts account set ${sets} from ledger.lots lot where lot.account_id = account.id`;
}

/** The frozen one as another refund's, with one column changed. */
function freezeWith(column: string, value: string): string {
  const columns = ['account_id', 'order_id', 'points', 'state', 'frozen_at', 'ended_at'].filter(
    (each) => each !== column,
  );
  return `insert into ledger.freezes (refund_id, ${[...columns, column]})
          select order_id, ${[...columns, value]} from ledger.freezes where state = 'frozen'`;
}
