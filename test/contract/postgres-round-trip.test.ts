import { expect } from 'chai';
import { newUser } from '../../src/domain/identity/user.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { newId } from '../support/ids.ts';
import { NOON } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';

describe('Rows of PostgreSQL', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());
  const value = async (sql: string): Promise<unknown> => (await database.knex.raw(sql)).rows[0].value;

  it('give int8 and its sums as bigint, and small integers as numbers', async () => {
    expect(await value('select 9223372036854775807 as value')).to.equal(9_223_372_036_854_775_807n);
    expect(await value('select sum(x) as value from (values (9223372036854775807), (1::int8)) v(x)')).to.equal(
      2n ** 63n,
    );
    expect(await value('select 990::int4 as value')).to.equal(990);
  });

  it('keep a unionid once it is known, whatever later logins tell', async () => {
    const id = newId<UserId>();
    const identity = (unionid: string | null) => ({ appid: 'wx1', openid: 'o-1', unionid });
    const unionid = () => value('select unionid as value from identity.wechat_identities');
    await database.uow.run(async ({ users }) => {
      await users.add(newUser(id, NOON));
      await users.addIdentity(id, identity(null));
    });
    expect(await unionid()).to.equal(null);
    for (const [told, kept] of [
      ['u-1', 'u-1'],
      [null, 'u-1'],
      ['u-2', 'u-2'],
    ] as const) {
      await database.uow.run(({ users }) => users.noteUnionid(identity(told)));
      expect(await unionid()).to.equal(kept);
    }
  });

  it('tell the time of the moment, not of the transaction’s start', async () => {
    const [before, after] = await database.uow.run(async ({ clock }) => {
      const start = await clock.now();
      await new Promise((resolve) => setTimeout(resolve, 20));
      return [start, await clock.now()] as const;
    });
    expect(after.getTime() - before.getTime()).to.be.at.least(15);
  });
});
