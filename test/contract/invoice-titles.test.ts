import { expect } from 'chai';
import type { InvoiceTitleId, UserId } from '../../src/domain/shared/ids.ts';
import { newId } from '../support/ids.ts';
import { MINUTE, msAfter, NOON } from '../support/instants.ts';
import { aTitle, COMPANY, PERSON } from '../support/invoices.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

describeStores('InvoiceTitles', (commit) => {
  const listOf = (userId: UserId) => commit(({ invoiceTitles }) => invoiceTitles.listOf(userId));
  const add = async (...titles: readonly ReturnType<typeof aTitle>[]) => {
    for (const title of titles) await commit(({ invoiceTitles }) => invoiceTitles.add(title));
  };

  for (const details of [
    PERSON,
    COMPANY,
    { ...COMPANY, bankName: null, bankAccount: null, phone: '0755-1', address: '深圳' },
  ]) {
    it(`give a title of ${details.name} back as it was`, async () => {
      const title = aTitle({ details });
      await add(title, aTitle());
      expect(await commit(({ invoiceTitles }) => invoiceTitles.find(title.id))).to.deep.equal(title);
      expect(await listOf(title.userId)).to.deep.equal([title]);
    });
  }

  it('do not know what was never added', async () => {
    await add(aTitle());
    expect(await commit(({ invoiceTitles }) => invoiceTitles.find(newId<InvoiceTitleId>()))).to.equal(null);
    expect(await listOf(newId<UserId>())).to.deep.equal([]);
  });

  it('list the default one first, then the newest', async () => {
    const userId = newId<UserId>();
    const [oldest, second, third] = [0, 1, 2].map((minutes) =>
      aTitle({ userId, createdAt: msAfter(NOON, minutes * MINUTE), isDefault: minutes === 1 }),
    );
    const together = aTitle({ userId, createdAt: msAfter(NOON, 2 * MINUTE) });
    await add(together, oldest as never, second as never, third as never);
    const ids = (await listOf(userId)).map(({ id }) => id);
    expect(ids).to.deep.equal([second?.id, together.id, third?.id, oldest?.id]);
  });

  it('go, all of one user', async () => {
    const userId = newId<UserId>();
    const stranger = aTitle({ isDefault: true });
    await add(aTitle({ userId, isDefault: true }), aTitle({ userId, details: COMPANY }), stranger);
    await commit(({ invoiceTitles }) => invoiceTitles.removeAllOf(userId));
    expect(await listOf(userId)).to.deep.equal([]);
    expect(await listOf(stranger.userId)).to.deep.equal([stranger]);
  });

  it('change the details of one title, and nothing else of it', async () => {
    const userId = newId<UserId>();
    const [one, other] = [aTitle({ userId, details: COMPANY, isDefault: true }), aTitle({ userId })];
    await add(one, other);
    const changed = { ...one, details: PERSON };
    await commit(({ invoiceTitles }) => invoiceTitles.change({ ...changed, isDefault: false }, msAfter(NOON, 1)));
    expect(await listOf(userId)).to.deep.equal([changed, other]);
  });

  it('move the default from one title of a user to another', async () => {
    const userId = newId<UserId>();
    const [one, other] = [aTitle({ userId, isDefault: true }), aTitle({ userId })];
    const stranger = aTitle({ isDefault: true });
    await add(one, other, stranger);
    for (let times = 0; times < 2; times++) {
      await commit(({ invoiceTitles }) => invoiceTitles.makeDefault(userId, other.id));
      expect(await listOf(userId)).to.deep.equal([
        { ...other, isDefault: true },
        { ...one, isDefault: false },
      ]);
    }
    expect(await listOf(stranger.userId)).to.deep.equal([stranger]);
  });

  it('hold that two defaults of one user are a fault', async () => {
    const one = aTitle({ isDefault: true });
    await add(one);
    await rejectionOf(add(aTitle({ userId: one.userId, isDefault: true })));
  });

  it('delete what is named, and no other', async () => {
    const userId = newId<UserId>();
    const [one, two, three] = [aTitle({ userId }), aTitle({ userId }), aTitle({ userId })];
    await add(one, two, three);
    await commit(({ invoiceTitles }) => invoiceTitles.delete([one.id, three.id, newId<InvoiceTitleId>()]));
    expect(await listOf(userId)).to.deep.equal([two]);
    await commit(({ invoiceTitles }) => invoiceTitles.delete([]));
    expect(await listOf(userId)).to.deep.equal([two]);
  });

  it('let one transaction lock the same owner twice', async () => {
    const userId = newId<UserId>();
    await commit(async ({ invoiceTitles }) => {
      await invoiceTitles.lockOwner(userId);
      await invoiceTitles.lockOwner(userId);
    });
  });
});
