import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import { newUser } from '../../../src/domain/identity/user.ts';
import type { DoneBy } from '../../../src/domain/shared/audit.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import { aUser } from '../../support/customers.ts';
import { newId } from '../../support/ids.ts';
import { beijing, NOON } from '../../support/instants.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { openShop } from '../../support/shop.ts';

describe('change the profile', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let userId: UserId;
  let by: DoneBy;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    userId = await aUser(shop, 'o-alice');
    by = { actor: { kind: 'user', userId }, requestId: 'req-1' };
  });
  const rename = (nickname: string) => shop.changeProfile(userId, { nickname }, by);
  const user = () => shop.uow.run(({ users }) => users.find(userId));
  const deeds = async () => {
    const events = await shop.uow.run(({ audit }) => audit.list({ userId }, { before: null, limit: 99 }));
    return events.filter(({ action }) => action.startsWith('user.') && action !== 'user.created');
  };

  it('renames a user once WeChat has let the name pass, which it asks for his openid', async () => {
    expect(await rename('小海马')).to.deep.equal({ kind: 'changed', user: await user() });
    expect((await user())?.nickname).to.equal('小海马');
    expect(shop.textCheck.asked).to.deep.equal([{ openid: 'o-alice', nickname: '小海马' }]);
  });

  it('notes that somebody was renamed, and not how', async () => {
    await rename('小海马');
    const [deed, ...others] = await deeds();
    expect(others).to.deep.equal([]);
    expect(deed).to.deep.include({ action: 'user.renamed', subject: { kind: 'user', id: userId }, by, at: NOON });
    expect(deed?.after).to.deep.equal({ nickname: nodeSecrets.digest('小海马').slice(0, 8) });
    expect(deed?.before).to.deep.equal({ nickname: nodeSecrets.digest(newUser(userId, NOON).nickname).slice(0, 8) });
  });

  it('switches messages off and on without asking WeChat, and notes it', async () => {
    await shop.changeProfile(userId, { notifications: false }, by);
    expect((await user())?.notifications).to.equal(false);
    await shop.changeProfile(userId, { notifications: true }, by);
    expect((await user())?.notifications).to.equal(true);
    const noted = (await deeds()).map(({ action, before, after }) => ({ action, before, after }));
    expect(noted).to.have.deep.members([
      { action: 'user.notifications_switched', before: { notifications: true }, after: { notifications: false } },
      { action: 'user.notifications_switched', before: { notifications: false }, after: { notifications: true } },
    ]);
    expect(shop.textCheck.asked).to.deep.equal([]);
  });

  it('changes both at once, and leaves what is not named', async () => {
    const before = await user();
    await shop.changeProfile(userId, { nickname: '小海马', notifications: false }, by);
    expect(await user()).to.deep.equal({ ...before, nickname: '小海马', notifications: false });
    expect(await shop.changeProfile(userId, {}, by)).to.deep.equal({ kind: 'changed', user: await user() });
  });

  it('asks nobody and notes nothing for the name that the user has already', async () => {
    await rename('小海马');
    const before = [shop.textCheck.asked.length, (await deeds()).length];
    expect((await rename('小海马')).kind).to.equal('changed');
    expect([shop.textCheck.asked.length, (await deeds()).length]).to.deep.equal(before);
  });

  it('keeps everything as it was when WeChat refuses the name', async () => {
    const before = await user();
    shop.textCheck.answers.gives('refused');
    const outcome = await shop.changeProfile(userId, { nickname: '违规', notifications: false }, by);
    expect(outcome).to.deep.equal({ kind: 'nickname_refused' });
    expect([await user(), await deeds()]).to.deep.equal([before, []]);
  });

  it('keeps everything as it was when WeChat gives no answer', async () => {
    const before = await user();
    const fault = new Unavailable('wechat_api');
    shop.textCheck.answers.gives(fault);
    expect(await rename('小海马')).to.deep.equal({ kind: 'nickname_not_checked', fault });
    expect([await user(), await deeds()]).to.deep.equal([before, []]);
  });

  it('keeps everything as it was when the system is set up wrongly, and says so', async () => {
    const before = await user();
    shop.textCheck.answers.gives(new Error('WeChat answered 48001'));
    expect(await rejectionOf(rename('小海马'))).to.have.property('message', 'WeChat answered 48001');
    expect(await user()).to.deep.equal(before);
  });

  it('cannot rename whom WeChat has not seen for two hours', async () => {
    shop.textCheck.answers.gives('user_not_seen');
    expect(await rename('小海马')).to.deep.equal({ kind: 'nickname_not_checkable' });
  });

  it('cannot rename somebody without a WeChat identity, and asks nobody', async () => {
    const other = newUser(newId<UserId>(), NOON);
    await shop.uow.run(({ users }) => users.add(other));
    const outcome = await shop.changeProfile(other.id, { nickname: '小海马' }, by);
    expect(outcome).to.deep.equal({ kind: 'nickname_not_checkable' });
    expect(shop.textCheck.asked).to.deep.equal([]);
  });

  it('renames ten times a day, and asks WeChat no eleventh time before the next day in Beijing', async () => {
    for (let times = 0; times < 10; times++) await rename(`小海马${times}`);
    const outcome = await rename('小海马');
    expect(outcome).to.deep.equal({ kind: 'profile_changes_too_frequent', retryAfterSeconds: 12 * 3_600 });
    expect(shop.textCheck.asked).to.have.length(10);
    expect((await user())?.nickname).to.equal('小海马9');
    expect((await shop.changeProfile(userId, { notifications: false }, by)).kind).to.equal('changed');
    shop.uow.now = beijing('2026-01-16 00:00:00');
    expect((await rename('小海马')).kind).to.equal('changed');
  });

  it('counts also what was changed while WeChat was being asked', async () => {
    for (let times = 0; times < 9; times++) await rename(`小海马${times}`);
    shop.textCheck.answers.gives(async () => {
      await rename('先来');
      return 'pass' as const;
    });
    expect((await rename('后到')).kind).to.equal('profile_changes_too_frequent');
    expect((await user())?.nickname).to.equal('先来');
  });

  it('changes nobody who is gone meanwhile', async () => {
    shop.textCheck.answers.gives(async () => {
      await shop.uow.run(async ({ users }) => users.save({ ...newUser(userId, NOON), status: 'closed' }));
      return 'pass' as const;
    });
    expect(await rename('小海马')).to.deep.equal({ kind: 'session_unknown' });
    expect(await deeds()).to.deep.equal([]);
  });
});
