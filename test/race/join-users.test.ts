import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/shared/unit-of-work.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { aFollower, aMember, BY_ALICE, happens, told } from '../support/followers.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON, SECOND } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openShop, type Shop } from '../support/shop.ts';

const ROUNDS = 15;

describe('One person, from two apps at once', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  before(async () => {
    database = await migratedDatabase(20);
    shop = openShop(database.uow);
  });
  after(() => database.drop());
  const presentOf = async (unionid: string) =>
    (await shop.uow.run(({ users }) => users.listByUnionid(unionid))).map(({ id }) => id);
  /** Signs in three times through the mini-program and follows three times, at once. */
  const arrivals = (by: Shop, unionid: string) => {
    const [mini, oa] = [newId(), newId()];
    by.followerInfo.unionids.set(oa, unionid);
    const nth = [0, 1, 2];
    return Promise.allSettled([
      ...nth.map(() => aMember(by, mini, unionid)),
      ...nth.map(async (second) => {
        const key = await told(by, { openid: oa, occurredAt: msAfter(NOON, second * SECOND) });
        return (await by.handleFollowerEvent(key, null))?.userId as UserId;
      }),
    ]);
  };

  it('is one user, and everybody is told the same', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const unionid = newId();
      const outcomes = await arrivals(shop, unionid);
      const ids = outcomes.map((each) => (each.status === 'fulfilled' ? each.value : expect.fail(String(each.reason))));
      expect(new Set(ids)).to.have.property('size', 1);
      expect(await presentOf(unionid)).to.deep.equal([ids[0]]);
    }
  });

  it('would be two without the lock on the unionid', async () => {
    const careless = openShop(withoutUnionidLock(database.uow));
    const [oa, unionid] = [newId(), newId()];
    const [member, follower] = await Promise.all([
      aMember(careless, newId(), unionid),
      aFollower(careless, oa, unionid),
    ]);
    expect(member).not.to.equal(follower);
    expect(await presentOf(unionid)).to.have.members([member, follower]);
  });

  it('who was two becomes one when both bring the unionid at once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [mini, oa, unionid] = [newId(), newId(), newId()];
      const [member, follower] = [await aMember(shop, mini), await aFollower(shop, oa)];
      shop.followerInfo.unionids.set(oa, unionid);
      const scan = { kind: 'scan', openid: oa, occurredAt: msAfter(NOON, SECOND) } as const;
      await Promise.all([aMember(shop, mini, unionid), happens(shop, scan), aMember(shop, mini, unionid)]);
      expect(await presentOf(unionid)).to.deep.equal([member]);
      const { rows } = await database.knex.raw('select status, merged_into from identity.users where id = ?', [
        follower,
      ]);
      expect(rows).to.deep.equal([{ status: 'merged', merged_into: member }]);
    }
  });

  it('signs in as the one who stays, however a merge comes in between', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [mini, oa, unionid] = [newId(), newId(), newId()];
      const [from, into] = [await aMember(shop, mini), await aMember(shop)];
      shop.followerInfo.unionids.set(oa, unionid);
      const [merged] = await Promise.all([
        shop.mergeUsers(from, into, BY_ALICE),
        aMember(shop, mini, unionid),
        aFollower(shop, oa, unionid),
        aMember(shop, mini, unionid),
      ]);
      expect(merged).to.have.property('kind', 'merged');
      expect(await aMember(shop, mini, unionid)).to.equal(into);
      const [follower, ...more] = await presentOf(unionid);
      expect([follower, more]).to.deep.equal([into, []]);
    }
  });
  it('comes back to the one who stays, although he left while they were merged', async () => {
    const oa = newId();
    const [from, into] = [await aFollower(shop, oa), await aMember(shop)];
    const later = (seconds: number) => ({ openid: oa, occurredAt: msAfter(NOON, seconds * SECOND) });
    const interrupted = openShop(
      afterFindingAFollower(database.uow, async () => {
        expect(await shop.mergeUsers(from, into, BY_ALICE)).to.have.property('kind', 'merged');
      }),
    );
    expect(await happens(interrupted, { kind: 'unsubscribe', ...later(1) })).to.include({ kind: 'left', userId: into });
    expect(await happens(shop, later(2))).to.include({ kind: 'followed', userId: into });
  });
});

type Users = Parameters<Parameters<UnitOfWork['run']>[0]>[0]['users'];
type Followers = Parameters<Parameters<UnitOfWork['run']>[0]>[0]['followers'];

const changed = <Store extends object>(store: Store, change: Partial<Store>): Store =>
  new Proxy(store, {
    get: (target, name) => {
      const own = change[name as keyof Store] ?? target[name as keyof Store];
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });

/** The planted mistake: nobody waits for anybody else, and both have looked before either of them writes. */
function withoutUnionidLock(uow: UnitOfWork): UnitOfWork {
  let here = 0;
  let go = () => {};
  const both = new Promise<void>((resolve) => {
    go = resolve;
  });
  const planted = (users: Users): Partial<Users> => ({
    lockUnionid: async () => {},
    add: async (user) => {
      here += 1;
      if (here === 2) go();
      await both;
      await users.add(user);
    },
  });
  return {
    run: (work) => uow.run((stores) => work({ ...stores, users: changed(stores.users, planted(stores.users)) })),
  };
}

/** Something happens between the first look at a follower and what follows from it. */
function afterFindingAFollower(uow: UnitOfWork, happen: () => Promise<void>): UnitOfWork {
  let hasHappened = false;
  const interrupted = (followers: Followers): Partial<Followers> => ({
    find: async (appid, digest) => {
      const found = await followers.find(appid, digest);
      if (!hasHappened) {
        hasHappened = true;
        await happen();
      }
      return found;
    },
  });
  return {
    run: (work) =>
      uow.run((stores) => work({ ...stores, followers: changed(stores.followers, interrupted(stores.followers)) })),
  };
}
