import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import { avatarName } from '../../../src/domain/identity/avatar.ts';
import { newUser } from '../../../src/domain/identity/user.ts';
import type { DoneBy } from '../../../src/domain/shared/audit.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import { aUser } from '../../support/customers.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';
import { JPEG, joined, PNG, pngOf, pngWith, WEBP } from '../../support/pictures.ts';
import { openShop } from '../../support/shop.ts';

const hashOf = (bytes: Uint8Array): string => nodeSecrets.digest(bytes);
const nameOf = (bytes: Uint8Array, type: 'image/jpeg' | 'image/png' | 'image/webp'): string =>
  avatarName({ sha256: hashOf(bytes), type });

describe('change the picture', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let userId: UserId;
  let by: DoneBy;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    userId = await aUser(shop, 'o-alice');
    by = { actor: { kind: 'user', userId }, requestId: 'req-1' };
  });
  const change = (bytes: Uint8Array, of = userId) => shop.changeAvatar(of, bytes, by);
  const shown = async () => (await shop.uow.run(({ users }) => users.find(userId)))?.avatar;
  const deeds = () =>
    shop.uow.run(({ audit }) => audit.list({ action: 'user.avatar_changed' }, { before: null, limit: 99 }));

  it('shows a picture under the name that its bytes give it', async () => {
    const outcome = await change(JPEG);
    expect(outcome).to.have.nested.property('user.avatar', nameOf(JPEG, 'image/jpeg'));
    expect(await shown()).to.equal(nameOf(JPEG, 'image/jpeg'));
    expect(await shop.readAvatar(nameOf(JPEG, 'image/jpeg'))).to.deep.equal({
      ...{ sha256: hashOf(JPEG), type: 'image/jpeg', bytes: JPEG, createdAt: NOON },
    });
  });

  it('keeps no picture that nobody shows any more, and one that somebody else shows', async () => {
    const other = await aUser(shop, 'o-bob');
    for (const each of [userId, other]) await change(PNG, each);
    await change(WEBP);
    expect(await shop.readAvatar(nameOf(PNG, 'image/png'))).not.to.equal(null);
    await shop.removeAvatar(other, by);
    expect(await shop.readAvatar(nameOf(PNG, 'image/png'))).to.equal(null);
    expect(await shop.readAvatar(nameOf(WEBP, 'image/webp'))).not.to.equal(null);
  });

  it('notes each change with the hashes', async () => {
    await change(PNG);
    await change(WEBP);
    await shop.removeAvatar(userId, by);
    const noted = (await deeds()).map(({ before, after }) => [before?.['avatar'], after?.['avatar']]);
    expect(noted).to.have.deep.members([
      [null, hashOf(PNG)],
      [hashOf(PNG), hashOf(WEBP)],
      [hashOf(WEBP), null],
    ]);
    expect((await deeds())[0]).to.deep.include({ by, subject: { kind: 'user', id: userId }, userId });
  });

  it('does nothing for the picture that is shown already, nor for none in the place of none', async () => {
    await shop.removeAvatar(userId, by);
    expect(await deeds()).to.deep.equal([]);
    await change(PNG);
    expect((await change(PNG)).kind).to.equal('changed');
    expect(await deeds()).to.have.length(1);
  });

  const refused: readonly (readonly [string, Uint8Array])[] = [
    ['avatar_type', joined('<svg/>')],
    ['avatar_broken', joined(PNG, '<html>')],
    ['avatar_dimensions', pngOf(5_000, 1)],
    ['avatar_too_large', pngWith('tEXt', new Uint8Array(1_048_576))],
  ];
  for (const [kind, bytes] of refused) {
    it(`keeps the old picture where the new one is refused as ${kind}`, async () => {
      await change(JPEG);
      expect(await change(bytes)).to.deep.equal({ kind });
      expect(await shown()).to.equal(nameOf(JPEG, 'image/jpeg'));
    });
  }

  it('is refused beyond ten changes a day, nicknames included, until the next one', async () => {
    for (let times = 0; times < 4; times++) {
      await change(times % 2 ? PNG : JPEG);
      await shop.changeProfile(userId, { nickname: `小海马${times}` }, by);
    }
    await change(WEBP);
    await change(JPEG);
    expect(await change(PNG)).to.include({ kind: 'profile_changes_too_frequent' });
    expect(await shown()).to.equal(nameOf(JPEG, 'image/jpeg'));
    shop.uow.now = msAfter(NOON, DAY);
    expect((await change(PNG)).kind).to.equal('changed');
  });

  it('is never refused to whom wants his picture gone', async () => {
    for (let times = 0; times < 10; times++) await change(times % 2 ? PNG : JPEG);
    expect((await shop.removeAvatar(userId, by)).kind).to.equal('changed');
    expect([await shown(), await shop.readAvatar(nameOf(PNG, 'image/png'))]).to.deep.equal([null, null]);
  });

  it('changes nobody who is gone', async () => {
    await shop.uow.run(({ users }) => users.save({ ...newUser(userId, NOON), status: 'closed' }));
    expect(await change(PNG)).to.deep.equal({ kind: 'session_unknown' });
    expect(await shop.removeAvatar(userId, by)).to.deep.equal({ kind: 'session_unknown' });
    expect(await shop.readAvatar(nameOf(PNG, 'image/png'))).to.equal(null);
  });
});
