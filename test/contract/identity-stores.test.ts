import { expect } from 'chai';
import type { Session } from '../../src/domain/identity/session.ts';
import type { User } from '../../src/domain/identity/user.ts';
import type { WechatIdentity } from '../../src/domain/identity/wechat-login.ts';
import type { SessionId, UserId } from '../../src/domain/shared/ids.ts';
import type { SealedText } from '../../src/domain/shared/sealed-text.ts';
import { newId } from '../support/ids.ts';
import { DAY, msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

const aUser = (): User => ({ id: newId<UserId>(), nickname: '微信用户🐴', createdAt: msAfter(NOON, 123) });
const anIdentity = (change: Partial<WechatIdentity> = {}): WechatIdentity => ({
  ...{ appid: 'wx1', openid: 'o-1', unionid: null },
  ...change,
});

describeStores('Users', (commit) => {
  it('finds a user by identity and by id, to the millisecond', async () => {
    const user = aUser();
    await commit(({ users }) => users.add(user, anIdentity()));
    await commit(async ({ users }) => {
      expect(await users.findByIdentity('wx1', 'o-1')).to.deep.equal(user);
      expect(await users.find(user.id)).to.deep.equal(user);
      expect(await users.openidOf(user.id, 'wx1')).to.equal('o-1');
    });
  });

  it('knows nobody else', async () => {
    const user = aUser();
    await commit(({ users }) => users.add(user, anIdentity()));
    await commit(async ({ users }) => {
      expect(await users.findByIdentity('wx1', 'o-2')).to.equal(null);
      expect(await users.findByIdentity('wx2', 'o-1')).to.equal(null);
      expect(await users.find(newId<UserId>())).to.equal(null);
      expect(await users.openidOf(user.id, 'wx2')).to.equal(null);
      expect(await users.openidOf(newId<UserId>(), 'wx1')).to.equal(null);
    });
  });

  it('takes note of a unionid without losing the user', async () => {
    const user = aUser();
    await commit(({ users }) => users.add(user, anIdentity()));
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
      await users.add(aUser(), anIdentity());
      await users.add(aUser(), anIdentity({ openid: 'o-2' }));
      await users.add(aUser(), anIdentity({ appid: 'wx2' }));
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
    await commit(({ users }) => users.add(aUser(), anIdentity()));
    await rejectionOf(commit(({ users }) => users.add(aUser(), anIdentity({ unionid: 'u-1' }))));
  });
});

describeStores('Sessions', (commit) => {
  async function signedIn(): Promise<Session> {
    const user = aUser();
    const session = { id: newId<SessionId>(), userId: user.id, createdAt: NOON, expiresAt: msAfter(NOON, DAY + 1) };
    await commit(async ({ users, sessions }) => {
      await users.add(user, anIdentity({ openid: user.id }));
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

  it('renews one session and no other', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    const expiresAt = msAfter(NOON, 30 * DAY + 7);
    await commit(({ sessions }) => sessions.renew(one.id, expiresAt));
    await commit(async ({ sessions }) => {
      expect(await sessions.findByDigest(`digest of ${one.id}`)).to.deep.equal({ ...one, expiresAt });
      expect(await sessions.findByDigest(`digest of ${other.id}`)).to.deep.equal(other);
    });
  });
});
