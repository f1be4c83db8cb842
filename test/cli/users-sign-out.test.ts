import { expect } from 'chai';
import { publicId } from '../../src/adapters/http/public-id.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { deedsOf } from '../support/closing.ts';
import { aUser } from '../support/customers.ts';
import { newId } from '../support/ids.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';
import { openShop, type Shop } from '../support/shop.ts';

describe('seahorse users sign-out', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  beforeEach(async () => {
    database = await migratedDatabase(3);
    shop = openShop(database.uow);
  });
  afterEach(() => database.drop());

  const signOut = (userId: UserId, ...args: string[]) =>
    runProgram(['users', 'sign-out', publicId('usr', userId), ...args], {
      ...{ DATABASE_URL: database.url, SEAHORSE_OPERATOR: 'alice' },
    });
  const sessionsOf = async (userId: UserId) => (await shop.listSessions(userId)).length;

  it('ends every session of the user and nobody else’s, and says who did it and why', async () => {
    const openid = newId();
    const [userId, other] = [await aUser(shop, openid), await aUser(shop, newId())];
    await shop.logIn(openid);
    const { code, stdout, stderr } = await signOut(userId, '--reason', '手机遗失', '--by', 'bob');
    expect([code, stderr, stdout]).to.deep.equal([0, '', `${publicId('usr', userId)}  2 sessions ended\n`]);
    expect([await sessionsOf(userId), await sessionsOf(other)]).to.deep.equal([0, 1]);
    const [deed, ...more] = await deedsOf(shop, userId, 'session.revoked');
    expect(more).to.deep.equal([]);
    expect(deed).to.deep.include({ before: { sessions: 2 }, after: { reason: '手机遗失' } });
    expect(deed?.by.actor).to.deep.equal({ kind: 'operator', name: 'bob' });
  });

  it('does nothing the second time, and writes nothing down', async () => {
    const userId = await aUser(shop);
    await signOut(userId, '--reason', '手机遗失');
    const { code, stdout } = await signOut(userId, '--reason', '手机遗失', '--json');
    expect([code, JSON.parse(stdout)]).to.deep.equal([0, { user: publicId('usr', userId), sessions: 0 }]);
    expect(await deedsOf(shop, userId, 'session.revoked')).to.have.length(1);
  });

  it('knows no user that never was, and wants a reason', async () => {
    const nobody = newId<UserId>();
    const unknown = await signOut(nobody, '--reason', '手机遗失');
    expect([unknown.code, unknown.stderr]).to.deep.equal([
      1,
      `seahorse: there is no user ${publicId('usr', nobody)}\n`,
    ]);
    expect((await signOut(nobody)).code).to.equal(2);
  });
});
