import { expect } from 'chai';
import { NOTICE_KINDS, type Notice, type NoticeKind } from '../../src/domain/identity/notice.ts';
import { MOST_CONSENTS, type NoticeEnd } from '../../src/domain/identity/notices.ts';
import { newUser, type User } from '../../src/domain/identity/user.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aNotice } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../support/instants.ts';
import { type Commit, describeStores } from '../support/stores.ts';

async function addUser(commit: Commit, change: Partial<User> = {}): Promise<UserId> {
  const user = { ...newUser(newId<UserId>(), NOON), ...change };
  await commit(({ users }) => users.add(user));
  return user.id;
}

describeStores('Notices', (commit) => {
  const add = (notice: Notice, dueAt = NOON) => commit(({ notices }) => notices.add(notice, dueAt));
  const dueAt = (ms: number, limit = 9) => commit(({ notices }) => notices.takeDue(msAfter(NOON, ms), limit));
  const end = ({ id }: Notice, how: NoticeEnd) => commit(({ notices }) => notices.end(id, how, NOON));

  it('are due when that was agreed, word for word', async () => {
    const notice = aNotice({ createdAt: msAfter(NOON, 123) });
    expect(await add(notice, msAfter(NOON, MINUTE))).to.equal(true);
    expect(await dueAt(MINUTE - 1)).to.deep.equal([]);
    expect(await dueAt(MINUTE)).to.deep.equal([{ ...notice, tries: 0 }]);
  });

  it('need no user, so that an order can be settled whatever has become of its buyer', async () => {
    expect(await add(aNotice({ userId: newId<UserId>() }))).to.equal(true);
  });

  it('tell a user once of one thing within a kind, also after it has ended', async () => {
    const notice = aNotice();
    await add(notice);
    const { userId, key } = notice;
    expect(await add(aNotice({ userId, key }))).to.equal(false);
    await end(notice, { state: 'sent' });
    expect(await add(aNotice({ userId, key }))).to.equal(false);
    expect(await add(aNotice({ key }))).to.equal(true);
    expect(await add(aNotice({ userId }))).to.equal(true);
    expect(await add({ ...aNotice({ userId, key }), kind: 'points_low' } as Notice)).to.equal(true);
  });

  it('come longest due first, and no more than asked for', async () => {
    const [b, a, c] = [aNotice(), aNotice(), aNotice()];
    await add(b, msAfter(NOON, 2));
    await add(a, msAfter(NOON, 1));
    await add(c, msAfter(NOON, 3));
    expect((await dueAt(DAY, 2)).map(({ id }) => id)).to.deep.equal([a.id, b.id]);
    expect(await dueAt(DAY)).to.have.length(3);
  });

  it('are due again when that was scheduled, with their tries', async () => {
    const [notice, other] = [aNotice(), aNotice()];
    await add(notice);
    await add(other);
    await commit(({ notices }) => notices.scheduleTry(notice.id, 3, msAfter(NOON, MINUTE)));
    expect((await dueAt(MINUTE - 1)).map(({ id }) => id)).to.deep.equal([other.id]);
    expect(await dueAt(MINUTE)).to.deep.include({ ...notice, tries: 3 });
  });

  const ends: readonly NoticeEnd[] = [
    { state: 'sent' },
    { state: 'skipped', reason: 'no_consent' },
    { state: 'failed', reason: 'WeChat answered 47003' },
  ];
  for (const how of ends) {
    it(`are on their way until they are ${how.state}, and not due any more`, async () => {
      const notice = aNotice();
      await add(notice);
      const isPending = () => commit(({ notices }) => notices.hasPending(notice.userId, notice.kind));
      expect(await isPending()).to.equal(true);
      expect(await commit(({ notices }) => notices.hasPending(notice.userId, 'points_low'))).to.equal(false);
      await end(notice, how);
      await commit(({ notices }) => notices.scheduleTry(notice.id, 1, NOON));
      expect([await isPending(), await dueAt(DAY)]).to.deep.equal([false, []]);
      await end(notice, { state: 'sent' });
    });
  }

  it('of a user go with him, and no other ones', async () => {
    const [notice, other] = [aNotice(), aNotice()];
    await add(notice);
    await add(other);
    await commit(({ notices }) => notices.removeAllOf(notice.userId));
    expect((await dueAt(DAY)).map(({ id }) => id)).to.deep.equal([other.id]);
  });
});

describeStores('Consents', (commit) => {
  const countOf = async (userId: UserId, kind: NoticeKind) =>
    (await commit(({ consents }) => consents.countOf(userId))).get(kind) ?? 0;
  const accept = async (userId: UserId, kind: NoticeKind, times = 1): Promise<void> => {
    for (let time = 0; time < times; time++) await commit(({ consents }) => consents.add(userId, kind));
  };

  it('are counted per user and kind', async () => {
    const [user, other] = [await addUser(commit), await addUser(commit)];
    await accept(user, 'points_low', 2);
    await accept(user, 'payment_success');
    await accept(other, 'points_low');
    const counts = await Promise.all(NOTICE_KINDS.map((kind) => countOf(user, kind)));
    expect(counts).to.deep.equal([1, 2, 0]);
  });

  it('are taken one by one, and never fewer than none', async () => {
    const user = await addUser(commit);
    await accept(user, 'points_low', 2);
    const counts = [];
    for (let time = 0; time < 3; time++) {
      await commit(({ consents }) => consents.take(user, 'points_low'));
      counts.push(await countOf(user, 'points_low'));
    }
    expect(counts).to.deep.equal([1, 0, 0]);
    await commit(({ consents }) => consents.take(user, 'points_expiring'));
    expect(await countOf(user, 'points_expiring')).to.equal(0);
  });

  it(`are ${MOST_CONSENTS} at most`, async () => {
    const user = await addUser(commit);
    await accept(user, 'points_low', MOST_CONSENTS + 2);
    expect(await countOf(user, 'points_low')).to.equal(MOST_CONSENTS);
  });

  it('are none once they are cleared, and count anew', async () => {
    const user = await addUser(commit);
    await accept(user, 'points_low', 3);
    await accept(user, 'payment_success');
    await commit(({ consents }) => consents.clear(user, 'points_low'));
    expect([await countOf(user, 'points_low'), await countOf(user, 'payment_success')]).to.deep.equal([0, 1]);
    await accept(user, 'points_low');
    expect(await countOf(user, 'points_low')).to.equal(1);
  });

  it('make a user willing as long as there is one, messages are on, and the user is active; page by page', async () => {
    const willing = [await addUser(commit), await addUser(commit), await addUser(commit)].sort();
    for (const user of willing) await accept(user, 'points_low');
    await accept(await addUser(commit), 'payment_success');
    await accept(await addUser(commit, { notifications: false }), 'points_low');
    await accept(await addUser(commit, { status: 'closing' }), 'points_low');
    const none = await addUser(commit);
    await accept(none, 'points_low');
    await commit(({ consents }) => consents.take(none, 'points_low'));
    const page = (after: UserId | null, limit: number) =>
      commit(({ consents }) => consents.listWilling('points_low', { after, limit }));
    expect(await page(null, 9)).to.deep.equal(willing);
    expect(await page(null, 2)).to.deep.equal(willing.slice(0, 2));
    expect(await page(willing[1] as UserId, 9)).to.deep.equal(willing.slice(2));
  });

  it('of a user go with him', async () => {
    const [user, other] = [await addUser(commit), await addUser(commit)];
    for (const each of [user, other]) await accept(each, 'points_low');
    await commit(({ consents }) => consents.removeAllOf(user));
    expect([await countOf(user, 'points_low'), await countOf(other, 'points_low')]).to.deep.equal([0, 1]);
  });
});

describeStores('Marks of low points', (commit) => {
  const find = (...users: UserId[]) => commit(({ lowPointsMarks }) => lowPointsMarks.find(users));

  it('say the level at which a user was seen last, or that he was above all, or nothing', async () => {
    const [low, above, unseen] = [await addUser(commit), await addUser(commit), await addUser(commit)];
    await commit(async ({ lowPointsMarks }) => {
      await lowPointsMarks.put(low, points(20n), NOON);
      await lowPointsMarks.put(low, points(9_007_199_254_740_991n), NOON);
      await lowPointsMarks.put(above, points(100n), NOON);
      await lowPointsMarks.put(above, null, NOON);
    });
    expect(await find(low, above, unseen)).to.deep.equal(
      new Map([
        [low, 9_007_199_254_740_991n],
        [above, null],
      ]),
    );
    expect(await find(unseen)).to.deep.equal(new Map());
    expect(await find()).to.deep.equal(new Map());
  });

  it('of a user go with him', async () => {
    const [user, other] = [await addUser(commit), await addUser(commit)];
    await commit(async ({ lowPointsMarks }) => {
      for (const each of [user, other]) await lowPointsMarks.put(each, points(20n), NOON);
      await lowPointsMarks.removeAllOf(user);
    });
    expect([...(await find(user, other)).keys()]).to.deep.equal([other]);
  });
});
