import { expect } from 'chai';
import type { Follower } from '../../src/domain/identity/follower.ts';
import { newUser } from '../../src/domain/identity/user.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

const digestOf = (letter: string): string => letter.repeat(64);

describeStores('Followers', (commit) => {
  /** Somebody whom this identity leads to. */
  const aPerson = async (openid: string): Promise<UserId> => {
    const user = newUser(newId<UserId>(), NOON);
    await commit(async ({ users }) => {
      await users.add(user);
      await users.addIdentity(user.id, { appid: 'wx1', openid, unionid: null });
    });
    return user.id;
  };
  const aFollower = async (openid: string, letter: string, change: Partial<Follower> = {}): Promise<Follower> => {
    const follower = {
      ...{ appid: 'wx1', digest: digestOf(letter), openid, userId: await aPerson(openid), scene: '海报🐴' },
      ...{ subscribedAt: msAfter(NOON, 123), unsubscribedAt: null, ...change },
    };
    await commit(({ followers }) => followers.save(follower));
    return follower;
  };
  const find = (letter: string) => commit(({ followers }) => followers.find('wx1', digestOf(letter)));
  const gone = (follower: Follower): Follower => ({
    ...{ ...follower, openid: null, scene: null, subscribedAt: null, unsubscribedAt: msAfter(NOON, 456) },
  });

  it('finds a follower by app and digest, to the millisecond', async () => {
    const [one, other] = [await aFollower('o-1', 'a'), await aFollower('o-2', 'b', { scene: null })];
    expect(await find('a')).to.deep.equal(one);
    expect(await find('b')).to.deep.equal(other);
    expect(await find('c')).to.equal(null);
    expect(await commit(({ followers }) => followers.find('wx2', digestOf('a')))).to.equal(null);
  });

  it('keeps what is left of who has gone, and takes him up again', async () => {
    const one = await aFollower('o-1', 'a');
    await commit(({ followers }) => followers.save(gone(one)));
    expect(await find('a')).to.deep.equal(gone(one));
    await commit(({ followers }) => followers.save(one));
    expect(await find('a')).to.deep.equal(one);
  });

  it('keeps that somebody has gone whom nobody had met', async () => {
    const stranger = {
      ...{ appid: 'wx1', digest: digestOf('d'), openid: null, userId: null, scene: null },
      ...{ subscribedAt: null, unsubscribedAt: NOON },
    };
    await commit(({ followers }) => followers.save(stranger));
    expect(await find('d')).to.deep.equal(stranger);
  });

  it('knows those of a user, and gives all of them to another one', async () => {
    const [one, other] = [await aFollower('o-1', 'a'), await aFollower('o-2', 'b')];
    const third = gone({ ...other, digest: digestOf('c'), userId: one.userId });
    const [from, into] = [one.userId as UserId, other.userId as UserId];
    await commit(({ followers }) => followers.save(third));
    expect(await commit(({ followers }) => followers.listOf(from))).to.deep.equal([one, third]);
    await commit(({ followers }) => followers.move(from, into));
    expect(await commit(({ followers }) => followers.listOf(from))).to.deep.equal([]);
    expect(await commit(({ followers }) => followers.listOf(into))).to.deep.equal(
      [one, other, third].map((each) => ({ ...each, userId: into })),
    );
  });

  it('forgets the openid with the identity', async () => {
    const [one, other] = [await aFollower('o-1', 'a'), await aFollower('o-2', 'b')];
    await commit(({ users }) => users.removeIdentity('wx1', 'o-1'));
    expect(await find('a')).to.deep.equal({ ...one, openid: null });
    expect(await find('b')).to.deep.equal(other);
  });

  it('of somebody who is erased are gone, those who have left included, and of nobody else', async () => {
    const erased = await aFollower('o-1', 'a');
    await commit(({ followers }) => followers.save(gone({ ...erased, digest: digestOf('c') })));
    const kept = await aFollower('o-2', 'b');
    await commit(({ followers }) => followers.removeAllOf(erased.userId as UserId));
    expect([await find('a'), await find('c'), await find('b')]).to.deep.equal([null, null, kept]);
  });
});
