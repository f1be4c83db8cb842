import { expect } from 'chai';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { newId } from '../support/ids.ts';
import { DAY, msAfter, NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

describeStores('Marks of webhooks', (commit) => {
  const [low, above, unseen] = [newId<UserId>(), newId<UserId>(), newId<UserId>()];

  it('say the level at which each user was seen last, or that he was above all, or nothing', async () => {
    await commit(async ({ webhookMarks }) => {
      await webhookMarks.lock('points.low');
      await webhookMarks.putLowPoints([]);
      await webhookMarks.putLowPoints([
        { userId: low, level: points(20n) },
        { userId: above, level: points(100n) },
      ]);
      await webhookMarks.putLowPoints([
        { userId: low, level: points(9_007_199_254_740_991n) },
        { userId: above, level: null },
      ]);
    });
    const find = (...users: UserId[]) => commit(({ webhookMarks }) => webhookMarks.lowPointsOf(users));
    const all = [
      [low, 9_007_199_254_740_991n],
      [above, null],
    ] as const;
    expect(await find(low, above, unseen)).to.deep.equal(new Map(all));
    expect(await find()).to.deep.equal(new Map());
    await commit(({ webhookMarks }) => webhookMarks.removeAllOf(low));
    expect(await find(low, above)).to.deep.equal(new Map([[above, null]]));
  });

  it('tell what was not told before within its type, until it is over', async () => {
    const note = (type: 'points.expiring' | 'key.expiring', ...keys: string[]) =>
      commit(async ({ webhookMarks }) => {
        const marks = keys.map((key) => ({ userId: key === 'other' ? above : low, key, forgetAt: msAfter(NOON, DAY) }));
        return [...(await webhookMarks.noteTold(type, marks))];
      });
    const forget = (ms: number) => commit(({ webhookMarks }) => webhookMarks.forgetTold(msAfter(NOON, ms)));
    expect(await note('points.expiring')).to.deep.equal([]);
    expect(await note('points.expiring', 'a', 'b')).to.have.members(['a', 'b']);
    expect(await note('points.expiring', 'b', 'c')).to.deep.equal(['c']);
    expect(await note('key.expiring', 'a')).to.deep.equal(['a']);
    await forget(DAY - 1);
    expect(await note('points.expiring', 'a')).to.deep.equal([]);
    await forget(DAY);
    expect(await note('points.expiring', 'a', 'other')).to.have.members(['a', 'other']);
    await commit(({ webhookMarks }) => webhookMarks.removeAllOf(low));
    expect(await note('points.expiring', 'a', 'other')).to.deep.equal(['a']);
  });
});
