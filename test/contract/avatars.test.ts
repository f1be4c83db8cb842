import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { type Avatar, avatarName } from '../../src/domain/identity/avatar.ts';
import { newUser, type User } from '../../src/domain/identity/user.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { PNG, WEBP } from '../support/pictures.ts';
import { describeStores } from '../support/stores.ts';

const anAvatar = (change: Partial<Avatar> = {}): Avatar => {
  const bytes = change.bytes ?? PNG;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, type: 'image/png', bytes, createdAt: msAfter(NOON, 123), ...change };
};

describeStores('Avatars', (commit) => {
  const aUser = async (): Promise<User> => {
    const user = newUser(newId<UserId>(), NOON);
    await commit(({ users }) => users.add(user));
    return user;
  };
  /** As a use case does it: the row first, then the picture. */
  const show = async (user: User, avatar: Avatar | null): Promise<void> =>
    commit(async ({ users, avatars }) => {
      const before = (await users.find(user.id))?.avatar ?? null;
      await users.save({ ...user, avatar: avatar && avatarName(avatar) });
      await avatars.replace(before, avatar);
    });
  const find = (avatar: Avatar) => commit(({ avatars }) => avatars.find(avatarName(avatar)));

  it('keep the bytes as they are, with their type, to the millisecond', async () => {
    const avatar = anAvatar();
    await show(await aUser(), avatar);
    expect(await find(avatar)).to.deep.equal(avatar);
  });

  it('are known by hash and type together', async () => {
    const avatar = anAvatar();
    await show(await aUser(), avatar);
    expect(await commit(({ avatars }) => avatars.find(`${avatar.sha256}.jpg`))).to.equal(null);
    expect(await commit(({ avatars }) => avatars.find(`${'0'.repeat(64)}.png`))).to.equal(null);
  });

  it('go when nobody shows them any more', async () => {
    const [user, first, second] = [await aUser(), anAvatar(), anAvatar({ bytes: WEBP, type: 'image/webp' })];
    await show(user, first);
    await show(user, second);
    expect([await find(first), await find(second)]).to.deep.equal([null, second]);
    await show(user, null);
    expect(await find(second)).to.equal(null);
  });

  it('stay as long as somebody else shows the same', async () => {
    const [user, other, avatar] = [await aUser(), await aUser(), anAvatar()];
    await show(user, avatar);
    await show(other, { ...avatar, createdAt: msAfter(NOON, 5_000) });
    await show(user, null);
    expect(await find(avatar)).to.deep.equal(avatar);
    await show(other, null);
    expect(await find(avatar)).to.equal(null);
  });

  it('stay when a user shows the same one again', async () => {
    const [user, avatar] = [await aUser(), anAvatar()];
    await show(user, avatar);
    await show(user, avatar);
    expect(await find(avatar)).to.deep.equal(avatar);
  });

  it('of a user go with him, and no other one', async () => {
    const [user, other, shared] = [await aUser(), await aUser(), anAvatar()];
    await show(user, shared);
    await show(other, shared);
    await commit(({ avatars }) => avatars.removeAllOf(user.id));
    expect((await commit(({ users }) => users.find(user.id)))?.avatar).to.equal(null);
    expect(await find(shared)).to.deep.equal(shared);
    await commit(({ avatars }) => avatars.removeAllOf(other.id));
    await commit(({ avatars }) => avatars.removeAllOf(other.id));
    expect(await find(shared)).to.equal(null);
  });
});
