import { expect } from 'chai';
import type { Closing } from '../../src/domain/identity/closing.ts';
import type { Users } from '../../src/domain/identity/identity-stores.ts';
import { newUser } from '../../src/domain/identity/user.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

/** As a closing does at its end. */
async function forget(users: Users, id: UserId): Promise<void> {
  for (const { appid, openid } of await users.listIdentities(id)) await users.removeIdentity(appid, openid);
}

describeStores('Closings', (commit) => {
  async function aUser(...openids: readonly string[]): Promise<UserId> {
    const id = newId<UserId>();
    await commit(async ({ users }) => {
      await users.add(newUser(id, NOON));
      for (const openid of openids) await users.addIdentity(id, { appid: 'wx1', openid, unionid: null });
    });
    return id;
  }
  async function aClosing(change: Partial<Closing> = {}): Promise<Closing> {
    const closing: Closing = {
      ...{ userId: await aUser(), confirmedAt: NOON, deletesAt: msAfter(NOON, 7), nextLookAt: msAfter(NOON, 7) },
      ...{ waivedAt: null, byOperator: false, heldUpBy: [], ...change },
    };
    await commit(({ closings }) => closings.put(closing));
    return closing;
  }
  const find = (userId: UserId) => commit(({ closings }) => closings.find(userId));
  const due = (at: number, limit = 9) => commit(({ closings }) => closings.takeDue(msAfter(NOON, at), limit));

  it('give one back as it was put, and as it was put again', async () => {
    const one = await aClosing({ waivedAt: msAfter(NOON, 1), heldUpBy: ['points_left', 'open_orders'] });
    const other = await aClosing();
    expect(await find(one.userId)).to.deep.equal(one);
    const changed: Closing = {
      ...{ userId: one.userId, confirmedAt: msAfter(NOON, 1), deletesAt: msAfter(NOON, 2), heldUpBy: [] },
      ...{ waivedAt: null, byOperator: true, nextLookAt: msAfter(NOON, 3) },
    };
    await commit(({ closings }) => closings.put(changed));
    expect(await find(one.userId)).to.deep.equal(changed);
    expect(await find(other.userId)).to.deep.equal(other);
  });

  it('know nothing of others, nor of what was removed', async () => {
    const { userId } = await aClosing();
    expect(await find(await aUser())).to.equal(null);
    await commit(({ closings }) => closings.remove(userId));
    await commit(({ closings }) => closings.remove(userId));
    expect(await find(userId)).to.equal(null);
  });

  it('hand out what is due, the longest overdue first, and not before its time', async () => {
    const late = await aClosing({ nextLookAt: msAfter(NOON, 2) });
    const later = await aClosing({ nextLookAt: msAfter(NOON, 1) });
    await aClosing({ nextLookAt: msAfter(NOON, 4) });
    expect(await due(3)).to.deep.equal([later.userId, late.userId]);
    expect(await due(3, 1)).to.deep.equal([later.userId]);
    await commit(({ closings }) => closings.lookAgain(later.userId, msAfter(NOON, 9)));
    expect(await due(3)).to.deep.equal([late.userId]);
    expect(await find(later.userId)).to.deep.equal({ ...later, nextLookAt: msAfter(NOON, 9) });
  });

  it('remember who has paid by the identities that he had, whoever has them now', async () => {
    const [payer, other] = [await aUser('o-1', 'o-2'), await aUser('o-3')];
    await commit(async ({ closings, users }) => {
      await closings.remember(payer, { at: NOON, hasPaid: true });
      await closings.remember(other, { at: NOON, hasPaid: false });
      for (const id of [payer, other]) await forget(users, id);
    });
    const paidBefore = async (...openids: string[]) => {
      const id = await aUser(...openids);
      const answer = await commit(({ closings }) => closings.hasPaidBefore(id));
      await commit(({ users }) => forget(users, id));
      return answer;
    };
    expect(await paidBefore('o-1')).to.equal(true);
    expect(await paidBefore('o-9', 'o-2')).to.equal(true);
    expect(await paidBefore('o-3')).to.equal(false);
    expect(await paidBefore('o-4')).to.equal(false);
    expect(await paidBefore()).to.equal(false);
  });

  it('do not forget who has paid when he closes another account without having', async () => {
    const first = await aUser('o-1');
    await commit(({ closings }) => closings.remember(first, { at: NOON, hasPaid: true }));
    await commit(({ closings }) => closings.remember(first, { at: msAfter(NOON, 1), hasPaid: false }));
    expect(await commit(({ closings }) => closings.hasPaidBefore(first))).to.equal(true);
  });
});
