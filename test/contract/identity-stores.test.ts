import { expect } from 'chai';
import type { Users } from '../../src/domain/identity/identity-stores.ts';
import type { Session } from '../../src/domain/identity/session.ts';
import { newUser, type User } from '../../src/domain/identity/user.ts';
import type { WechatIdentity } from '../../src/domain/identity/wechat-login.ts';
import type { SessionId, UserId } from '../../src/domain/shared/ids.ts';
import type { SealedText } from '../../src/domain/shared/sealed-text.ts';
import { aSession } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { DAY, msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

const aUser = (): User => newUser(newId<UserId>(), msAfter(NOON, 123), '微信用户🐴');
const anIdentity = (change: Partial<WechatIdentity> = {}): WechatIdentity => ({
  ...{ appid: 'wx1', openid: 'o-1', unionid: null },
  ...change,
});

/** A user whom this identity leads to. */
async function addWith(users: Users, user: User, identity: WechatIdentity): Promise<void> {
  await users.add(user);
  await users.addIdentity(user.id, identity);
}

describeStores('Users', (commit) => {
  it('finds a user by identity and by id, to the millisecond', async () => {
    const user = aUser();
    await commit(({ users }) => addWith(users, user, anIdentity()));
    await commit(async ({ users }) => {
      expect(await users.findByIdentity('wx1', 'o-1')).to.deep.equal(user);
      expect(await users.find(user.id)).to.deep.equal(user);
      expect(await users.openidOf(user.id, 'wx1')).to.equal('o-1');
    });
  });

  it('knows nobody else', async () => {
    const user = aUser();
    await commit(({ users }) => addWith(users, user, anIdentity()));
    await commit(async ({ users }) => {
      expect(await users.findByIdentity('wx1', 'o-2')).to.equal(null);
      expect(await users.findByIdentity('wx2', 'o-1')).to.equal(null);
      expect(await users.find(newId<UserId>())).to.equal(null);
      expect(await users.openidOf(user.id, 'wx2')).to.equal(null);
      expect(await users.openidOf(newId<UserId>(), 'wx1')).to.equal(null);
    });
  });

  it('saves everything of one user but when it was made', async () => {
    const [user, other] = [aUser(), aUser()];
    const into = aUser();
    await commit(async ({ users }) => {
      for (const each of [user, other, into]) await users.add(each);
    });
    const changed: User = {
      ...{ id: user.id, nickname: '小海马', avatar: `${'ab'.repeat(32)}.png`, notifications: false, createdAt: NOON },
      ...{ status: 'merged', mergedInto: into.id },
    };
    await commit(({ users }) => users.save(changed));
    await commit(async ({ users }) => {
      await users.lock(user.id);
      expect(await users.find(user.id)).to.deep.equal({ ...changed, createdAt: user.createdAt });
      expect(await users.find(other.id)).to.deep.equal(other);
    });
  });

  it('takes note of a unionid without losing the user', async () => {
    const user = aUser();
    await commit(({ users }) => addWith(users, user, anIdentity()));
    await commit(async ({ users }) => {
      await users.noteUnionid(anIdentity({ unionid: 'u-1' }));
      await users.noteUnionid(anIdentity({ unionid: 'u-1' }));
      await users.noteUnionid(anIdentity());
    });
    await commit(async ({ users }) => expect(await users.findByIdentity('wx1', 'o-1')).to.deep.equal(user));
  });

  it('keeps one session key per identity, the newest, to the millisecond', async () => {
    const sealed = (text: string) => text as SealedText;
    await commit(async ({ users }) => {
      await addWith(users, aUser(), anIdentity());
      await addWith(users, aUser(), anIdentity({ openid: 'o-2' }));
      await addWith(users, aUser(), anIdentity({ appid: 'wx2' }));
      await users.keepSessionKey('wx1', 'o-1', { sealed: sealed('first'), keptAt: NOON });
      await users.keepSessionKey('wx1', 'o-2', { sealed: sealed('of another'), keptAt: NOON });
    });
    const newest = { sealed: sealed('second'), keptAt: msAfter(NOON, 123) };
    await commit(({ users }) => users.keepSessionKey('wx1', 'o-1', newest));
    await commit(async ({ users }) => {
      expect(await users.sessionKeyOf('wx1', 'o-1')).to.deep.equal(newest);
      expect(await users.sessionKeyOf('wx1', 'o-2')).to.deep.equal({ sealed: 'of another', keptAt: NOON });
      expect(await users.sessionKeyOf('wx2', 'o-1')).to.equal(null);
    });
  });

  it('holds that a session key of nobody is a fault', async () => {
    const nobodys = { sealed: 'x' as SealedText, keptAt: NOON };
    await rejectionOf(commit(({ users }) => users.keepSessionKey('wx1', 'o-1', nobodys)));
  });

  it('lets one transaction lock the same identity twice', async () => {
    await commit(async ({ users }) => {
      await users.lockIdentity('wx1', 'o-1');
      await users.lockIdentity('wx1', 'o-1');
    });
  });

  it('holds that a second user of one identity is a fault', async () => {
    await commit(({ users }) => addWith(users, aUser(), anIdentity()));
    await rejectionOf(commit(({ users }) => addWith(users, aUser(), anIdentity({ unionid: 'u-1' }))));
  });
});

describeStores('Users with several identities', (commit) => {
  const aPerson = async (identities: readonly Partial<WechatIdentity>[], ageMs = 0): Promise<User> => {
    const user = newUser(newId<UserId>(), msAfter(NOON, -ageMs));
    await commit(async ({ users }) => {
      await users.add(user);
      for (const each of identities) await users.addIdentity(user.id, anIdentity(each));
    });
    return user;
  };
  const sealed = (text: string) => text as SealedText;

  it('are found by a unionid, the oldest first', async () => {
    const young = await aPerson([{ unionid: 'u-1' }], 1);
    const old = await aPerson(
      [
        { openid: 'o-2', unionid: 'u-1' },
        { appid: 'wx2', unionid: 'u-1' },
      ],
      2,
    );
    await aPerson([{ openid: 'o-3', unionid: 'u-2' }, { openid: 'o-4' }]);
    await commit(async ({ users }) => {
      await users.lockUnionid('u-1');
      expect(await users.listByUnionid('u-1')).to.deep.equal([old, young]);
      expect(await users.listByUnionid('u-3')).to.deep.equal([]);
    });
  });

  it('give all of them to another user, session keys included', async () => {
    const own = [anIdentity({ unionid: 'u-1' }), anIdentity({ appid: 'wx2', openid: 'o-2' })];
    const [from, into] = [await aPerson(own), await aPerson([{ openid: 'o-3' }])];
    await commit(({ users }) => users.keepSessionKey('wx1', 'o-1', { sealed: sealed('key'), keptAt: NOON }));
    expect(await commit(({ users }) => users.listIdentities(from.id))).to.deep.equal(own);
    expect(await commit(({ users }) => users.moveIdentities(from.id, into.id))).to.equal(2);
    await commit(async ({ users }) => {
      expect(await users.listIdentities(from.id)).to.deep.equal([]);
      expect(await users.listIdentities(into.id)).to.deep.equal([own[0], anIdentity({ openid: 'o-3' }), own[1]]);
      expect(await users.findByIdentity('wx2', 'o-2')).to.deep.equal(into);
      expect(await users.sessionKeyOf('wx1', 'o-1')).to.deep.equal({ sealed: 'key', keptAt: NOON });
    });
  });

  it('at one app pay with the one that signed in last', async () => {
    const user = await aPerson([{ openid: 'o-2' }, { openid: 'o-1' }, { openid: 'o-3' }]);
    const openid = () => commit(({ users }) => users.openidOf(user.id, 'wx1'));
    expect(await openid()).to.equal('o-1');
    const signIn = (of: string, ms: number) =>
      commit(({ users }) => users.keepSessionKey('wx1', of, { sealed: sealed('key'), keptAt: msAfter(NOON, ms) }));
    await signIn('o-3', 1);
    expect(await openid()).to.equal('o-3');
    await signIn('o-2', 2);
    expect(await openid()).to.equal('o-2');
  });

  it('lose one of them with its session key, and no other', async () => {
    const user = await aPerson([{}, { openid: 'o-2' }]);
    await commit(async ({ users }) => {
      await users.keepSessionKey('wx1', 'o-1', { sealed: sealed('key'), keptAt: NOON });
      await users.keepSessionKey('wx1', 'o-2', { sealed: sealed('other'), keptAt: NOON });
      await users.removeIdentity('wx1', 'o-1');
    });
    await commit(async ({ users }) => {
      expect(await users.listIdentities(user.id)).to.deep.equal([anIdentity({ openid: 'o-2' })]);
      expect(await users.sessionKeyOf('wx1', 'o-1')).to.equal(null);
      expect(await users.sessionKeyOf('wx1', 'o-2')).to.have.property('sealed', 'other');
    });
  });

  it('are duplicates where two that are present share a unionid, each pair once', async () => {
    const one = await aPerson([{ unionid: 'u-1' }, { appid: 'wx2', unionid: 'u-1' }], 3);
    const other = await aPerson(
      [
        { openid: 'o-2', unionid: 'u-1' },
        { appid: 'wx3', unionid: 'u-1' },
      ],
      2,
    );
    const closing = await aPerson([{ openid: 'o-3', unionid: 'u-1' }], 1);
    const closed = await aPerson([{ openid: 'o-4', unionid: 'u-1' }]);
    await aPerson([{ openid: 'o-5' }, { openid: 'o-6' }]);
    await commit(async ({ users }) => {
      await users.save({ ...closing, status: 'closing' });
      await users.save({ ...closed, status: 'closed' });
      expect(await users.listDuplicates()).to.deep.equal([
        [one.id, other.id],
        [one.id, closing.id],
        [other.id, closing.id],
      ]);
    });
  });

  it('who are active are listed page by page, and nobody else', async () => {
    const active = [aUser(), aUser(), aUser()];
    await commit(async ({ users }) => {
      for (const status of ['closing', 'closed'] as const) await users.add({ ...aUser(), status });
      for (const user of active) await users.add(user);
    });
    const ids = active.map(({ id }) => id).sort();
    const page = (after: UserId | null, limit: number) => commit(({ users }) => users.listActive({ after, limit }));
    expect(await page(null, 9)).to.deep.equal({ userIds: ids, next: null });
    expect(await page(null, 2)).to.deep.equal({ userIds: ids.slice(0, 2), next: ids[1] });
    expect(await page(ids[1] as UserId, 2)).to.deep.equal({ userIds: ids.slice(2), next: null });
  });
});

describeStores('Sessions', (commit) => {
  async function signedIn(): Promise<Session> {
    const user = aUser();
    const session = aSession({ userId: user.id, device: 'iPhone 15', lastUsedAt: msAfter(NOON, 7) });
    await commit(async ({ users, sessions }) => {
      await addWith(users, user, anIdentity({ openid: user.id }));
      await sessions.add(session, `digest of ${session.id}`);
    });
    return session;
  }

  it('finds a session by the digest of its token', async () => {
    const session = await signedIn();
    await signedIn();
    await commit(async ({ sessions }) => {
      expect(await sessions.findByDigest(`digest of ${session.id}`)).to.deep.equal(session);
      expect(await sessions.findByDigest('another')).to.equal(null);
    });
  });

  it('notes the use of one session and of no other', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    const use = { expiresAt: msAfter(NOON, 30 * DAY + 7), lastUsedAt: msAfter(NOON, 8) };
    await commit(({ sessions }) => sessions.noteUse(one.id, use));
    await commit(async ({ sessions }) => {
      expect(await sessions.findByDigest(`digest of ${one.id}`)).to.deep.equal({ ...one, ...use });
      expect(await sessions.findByDigest(`digest of ${other.id}`)).to.deep.equal(other);
    });
  });

  it('lists those of one user that live, the one used last first', async () => {
    const user = aUser();
    const of = (change: Partial<Session>) => aSession({ userId: user.id, ...change });
    const all = [
      of({ lastUsedAt: msAfter(NOON, 1) }),
      of({ lastUsedAt: msAfter(NOON, 3), kind: 'web' }),
      of({ lastUsedAt: msAfter(NOON, 2), kind: 'checkout' }),
      of({ lastUsedAt: msAfter(NOON, 4), expiresAt: msAfter(NOON, 5) }),
    ];
    await signedIn();
    await commit(async ({ users, sessions }) => {
      await users.add(user);
      for (const each of all) await sessions.add(each, `digest of ${each.id}`);
    });
    await commit(async ({ sessions }) => {
      expect(await sessions.listOf(user.id, msAfter(NOON, 5))).to.deep.equal([all[1], all[2], all[0]]);
      expect(await sessions.listOf(user.id, msAfter(NOON, 4))).to.have.length(4);
    });
  });

  it('removes one session, and all of a user but one', async () => {
    const stranger = await signedIn();
    const own = await signedIn();
    const sisters = [aSession({ userId: own.userId }), aSession({ userId: own.userId })];
    await commit(async ({ sessions }) => {
      for (const each of sisters) await sessions.add(each, `digest of ${each.id}`);
      expect(await sessions.remove(newId<SessionId>())).to.equal(false);
      expect(await sessions.removeAllOf(own.userId, own.id)).to.equal(2);
      expect(await sessions.listOf(own.userId, NOON)).to.deep.equal([own]);
      expect(await sessions.remove(own.id)).to.equal(true);
      expect(await sessions.findByDigest(`digest of ${own.id}`)).to.equal(null);
      expect(await sessions.removeAllOf(own.userId, null)).to.equal(0);
      expect(await sessions.findByDigest(`digest of ${stranger.id}`)).to.deep.equal(stranger);
    });
  });
});
