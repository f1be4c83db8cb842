import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import { aUser } from '../../support/customers.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { addTitle, COMPANY, PERSON } from '../../support/invoices.ts';
import { openShop } from '../../support/shop.ts';

describe('invoice titles', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let userId: UserId;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    userId = await aUser(shop);
  });
  const names = async () => (await shop.listInvoiceTitles(userId)).map(({ details }) => details.name);
  const add = (name: string, asDefault = false) => addTitle(shop, userId, { ...PERSON, name }, asDefault);

  it('have the first as the default until another one is made so', async () => {
    expect((await add('a')).title.isDefault).to.equal(true);
    shop.uow.now = msAfter(NOON, MINUTE);
    expect((await add('b')).title.isDefault).to.equal(false);
    expect(await names()).to.deep.equal(['a', 'b']);
    const c = await add('c', true);
    expect(c.title).to.include({ isDefault: true, createdAt: shop.uow.now });
    expect((await shop.listInvoiceTitles(userId)).filter(({ isDefault }) => isDefault)).to.deep.equal([c.title]);
  });

  it('are kept once for the same details, and not beyond twenty', async () => {
    for (let n = 0; n < 20; n++) await add(`title ${n}`);
    const known = await add('title 7');
    expect(await names()).to.have.length(20);
    const refused = await shop.addInvoiceTitle(userId, { details: COMPANY, asDefault: false });
    expect(refused).to.deep.equal({ kind: 'too_many_titles', limit: 20 });
    await shop.deleteInvoiceTitles(userId, [known.title.id]);
    await addTitle(shop, userId, COMPANY);
    expect(await names()).to.have.length(20);
  });

  it('do not count those of others', async () => {
    for (let n = 0; n < 20; n++) await add(`title ${n}`);
    await addTitle(shop, await aUser(shop, 'o-2'), PERSON);
  });

  it('are changed by their owner alone', async () => {
    const { title } = await add('a');
    const stranger = await aUser(shop, 'o-2');
    const change = { details: COMPANY, asDefault: false };
    expect(await shop.changeInvoiceTitle(stranger, title.id, change)).to.deep.equal({ kind: 'unknown_title' });
    expect(await shop.deleteInvoiceTitles(stranger, [title.id])).to.deep.equal([]);
    const changed = { ...title, details: COMPANY };
    expect(await shop.changeInvoiceTitle(userId, title.id, change)).to.deep.equal({ kind: 'changed', title: changed });
    expect(await shop.listInvoiceTitles(userId)).to.deep.equal([changed]);
  });

  it('keep their default when another one is deleted', async () => {
    const [a, b] = [await add('a'), await add('b')];
    expect(await shop.deleteInvoiceTitles(userId, [b.title.id])).to.deep.equal([b.title.id]);
    expect(await shop.listInvoiceTitles(userId)).to.deep.equal([a.title]);
  });
});
