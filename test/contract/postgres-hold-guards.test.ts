import { expect } from 'chai';
import { linesOf } from '../../src/domain/ledger/deed.ts';
import { type AccountId, accountOf, type HoldId, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aCall, aGrant, aNewLot } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { rejectionOf } from '../support/rejection.ts';

describe('The tables of holds and reversals', () => {
  let database: MigratedDatabase;
  let accountId: AccountId;
  const openHold = async (): Promise<HoldId> => {
    const id = newId<HoldId>();
    await database.uow.run(async ({ ledger, holds }) => {
      const [lot] = await ledger.listLots(accountId);
      const draws = [{ lotId: lot?.id as never, points: points(1n) }];
      await ledger.lock(accountId);
      const call = aCall();
      await ledger.post({ accountId, causeId: id, lines: linesOf('hold', draws), call, at: NOON });
      const terms = { byPrice: true, mayExceed: false, heldAt: NOON, expiresAt: msAfter(NOON, 1) };
      await holds.add({ id, accountId, call, ...terms });
    });
    return id;
  };
  before(async () => {
    database = await migratedDatabase();
    accountId = accountOf(newId<UserId>());
    await database.uow.run(({ ledger }) => ledger.grant(aGrant(accountId, { lots: [aNewLot()] })));
    const ended = await openHold();
    const state = { kind: 'released', why: 'service', availableAfter: points(9n), endedAt: NOON } as const;
    await database.uow.run(({ holds }) => holds.end(ended, state));
    await openHold();
  });
  after(() => database.drop());
  const faultOf = async (sql: string) =>
    (await rejectionOf(database.knex.raw(sql))) as Error & { code?: string; constraint?: string };

  const lasting = {
    'the end of a hold that has ended': `update ledger.holds set ended_by = 'expiry' where state = 'released'`,
    'its opening again': `update ledger.holds set state = 'open', ended_at = null where state = 'released'`,
    'a hold becoming another': `update ledger.holds set points = points + 1 where state = 'open'`,
    'a hold becoming another service’s': `update ledger.holds set service_id = id where state = 'open'`,
    'a hold lasting longer': `update ledger.holds set expires_at = expires_at + interval '1 day' where state = 'open'`,
    'the removal of a hold': 'delete from ledger.holds',
    'the removal of all holds': 'truncate ledger.holds',
  };
  for (const [what, sql] of Object.entries(lasting)) {
    it(`refuse ${what}`, async () => {
      expect((await faultOf(sql)).message).to.include('ledger.holds may only end, and once');
    });
  }

  const ending = (columns: string): string => `update ledger.holds set ${columns} where state = 'open'`;
  const impossible = {
    'an end at no time': ending(`state = 'released', release_at = null, ended_by = 'service', available_after = 1`),
    'an end by nobody': ending(`state = 'released', release_at = null, ended_at = now(), available_after = 1`),
    'an end that is still to come': ending(
      `state = 'released', ended_at = now(), ended_by = 'service', available_after = 1`,
    ),
    'a capture of nothing': ending(`state = 'captured', release_at = null, ended_at = now(), available_after = 1`),
    'an open hold that nobody looks at': ending('release_at = null'),
    'a state that we do not know': ending(`state = 'lost'`),
  };
  for (const [what, sql] of Object.entries(impossible)) {
    it(`cannot hold ${what}`, async () => expect((await faultOf(sql)).code).to.equal('23514'));
  }

  it('cannot hold a reversal that lost more than it gave back', async () => {
    const values = [`'${accountId}'`, 'gen_random_uuid()', 2, 3, 0, 'null', 'now()'];
    expect((await faultOf(`insert into ledger.reversals values (${values.join(', ')})`)).code).to.equal('23514');
  });
});
