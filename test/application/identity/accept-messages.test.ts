import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import { aUser } from '../../support/customers.ts';
import { NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

describe('accept messages', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let userId: UserId;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    userId = await aUser(shop);
  });
  const counts = async () => (await shop.listSubscriptions(userId)).map(({ available }) => available);

  it('begins with none of each kind that has a template', async () => {
    shop.noticeSender.templates.delete('points_expiring');
    expect(await shop.listSubscriptions(userId)).to.deep.equal([
      { kind: 'payment_success', templateId: 'tmpl-paid', available: 0 },
      { kind: 'points_low', templateId: 'tmpl-low', available: 0 },
    ]);
  });

  it('counts one message for each acceptance', async () => {
    expect(await shop.acceptMessages(userId, ['tmpl-paid', 'tmpl-low'])).to.deep.equal({ kind: 'accepted' });
    await shop.acceptMessages(userId, ['tmpl-paid']);
    expect(await counts()).to.deep.equal([2, 1, 0]);
  });

  it('counts twenty of a kind and no more', async () => {
    for (let times = 0; times < 22; times++) await shop.acceptMessages(userId, ['tmpl-low']);
    expect(await counts()).to.deep.equal([0, 20, 0]);
  });

  it('counts nothing where one of the templates is not ours', async () => {
    expect(await shop.acceptMessages(userId, ['tmpl-paid', 'tmpl-other'])).to.deep.equal({ kind: 'unknown_template' });
    expect(await counts()).to.deep.equal([0, 0, 0]);
  });

  it('counts a template once that is named twice', async () => {
    await shop.acceptMessages(userId, ['tmpl-paid', 'tmpl-paid']);
    expect(await counts()).to.deep.equal([1, 0, 0]);
  });
});
