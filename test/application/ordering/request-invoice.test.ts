import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { InvoiceId, InvoiceTitleId, OrderId } from '../../../src/domain/shared/ids.ts';
import { aBuyerWithAnOrder, aUser } from '../../support/customers.ts';
import { newId } from '../../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../../support/instants.ts';
import {
  aBuyerWithARequest,
  aBuyerWithATitle,
  addTitle,
  COMPANY,
  PERSON,
  refundOrder,
} from '../../support/invoices.ts';
import { openShop } from '../../support/shop.ts';

describe('request an invoice', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const historyOf = async (id: InvoiceId) => (await shop.showInvoice(id))?.history ?? [];

  it('opens one for an operator to issue, and writes down who asked', async () => {
    const { userId, orderId, title } = await aBuyerWithATitle(shop);
    shop.uow.now = msAfter(NOON, MINUTE);
    const outcome = await shop.requestInvoice(userId, orderId, title.id);
    if (outcome.kind !== 'requested') expect.fail(outcome.kind);
    expect(outcome.invoice).to.deep.include({ status: 'requested', orderId, title: COMPANY, amountFen: 990 });
    expect((await shop.showInvoice(outcome.invoice.id))?.invoice).to.deep.equal(outcome.invoice);
    expect(await historyOf(outcome.invoice.id)).to.deep.equal([
      { kind: 'requested', cause: 'user', operator: null, at: shop.uow.now, detail: { amountFen: '990' } },
    ]);
  });

  it('gives the one that is there to whoever asks again, also with a title of the same details', async () => {
    const { userId, orderId, title, invoice } = await aBuyerWithARequest(shop);
    expect(await shop.requestInvoice(userId, orderId, title.id)).to.deep.equal({ kind: 'requested', invoice });
    await shop.deleteInvoiceTitles(userId, [title.id]);
    const again = await addTitle(shop, userId, COMPANY);
    expect(again.title.id).not.to.equal(title.id);
    expect(await shop.requestInvoice(userId, orderId, again.title.id)).to.deep.equal({ kind: 'requested', invoice });
    expect(await historyOf(invoice.id)).to.have.length(1);
  });

  it('is refused with other details until the first request is cancelled', async () => {
    const { userId, orderId, invoice, id } = await aBuyerWithARequest(shop);
    const other = await addTitle(shop, userId, PERSON);
    const ask = () => shop.requestInvoice(userId, orderId, other.title.id);
    expect(await ask()).to.deep.equal({ kind: 'title_differs', invoice });
    await shop.cancelInvoice(userId, id);
    expect(await ask())
      .to.have.nested.property('invoice.title')
      .deep.equal(PERSON);
  });

  it('knows no order and no title but the user’s own', async () => {
    const { userId, orderId, title } = await aBuyerWithATitle(shop);
    const stranger = await aUser(shop, 'o-stranger');
    const theirs = await addTitle(shop, stranger, PERSON);
    const ask = (user = userId, order = orderId, wanted = title.id) => shop.requestInvoice(user, order, wanted);
    expect(await ask(stranger, orderId, theirs.title.id)).to.deep.equal({ kind: 'unknown_order' });
    expect(await ask(userId, newId<OrderId>())).to.deep.equal({ kind: 'unknown_order' });
    expect(await ask(userId, orderId, theirs.title.id)).to.deep.equal({ kind: 'unknown_title' });
    expect(await ask(userId, orderId, newId<InvoiceTitleId>())).to.deep.equal({ kind: 'unknown_title' });
  });

  it('is refused for an order that waits for its money, or was closed', async () => {
    const { userId, order, outTradeNo } = await aBuyerWithAnOrder(shop);
    const { title } = await addTitle(shop, userId, PERSON);
    expect(await shop.requestInvoice(userId, order.id, title.id)).to.deep.equal({ kind: 'order_unpaid' });
    await shop.closeUnpaid(outTradeNo, 'expiry', 'order');
    expect(await shop.requestInvoice(userId, order.id, title.id)).to.deep.equal({ kind: 'order_closed' });
  });

  it('is refused after 180 days, by the clock of the database', async () => {
    const { userId, orderId, title } = await aBuyerWithATitle(shop);
    shop.uow.now = msAfter(NOON, 181 * DAY);
    expect((await shop.requestInvoice(userId, orderId, title.id)).kind).to.equal('period_over');
    expect(await shop.summariseInvoices(userId)).to.include({ requestableOrders: 0 });
    shop.uow.now = msAfter(NOON, 180 * DAY);
    expect(await shop.summariseInvoices(userId)).to.include({ requestableOrders: 1, requestableFen: 990 });
    expect((await shop.requestInvoice(userId, orderId, title.id)).kind).to.equal('requested');
  });

  it('may be taken back by its user alone, and only while it waits', async () => {
    const { userId, id } = await aBuyerWithARequest(shop);
    expect(await shop.cancelInvoice(await aUser(shop, 'o-2'), id)).to.deep.equal({ kind: 'unknown_invoice' });
    expect(await shop.cancelInvoice(userId, newId<InvoiceId>())).to.deep.equal({ kind: 'unknown_invoice' });
    for (let times = 0; times < 2; times++) expect((await shop.cancelInvoice(userId, id)).kind).to.equal('cancelled');
    expect((await historyOf(id)).map(({ kind }) => kind)).to.deep.equal(['requested', 'cancelled']);
    const issued = await aBuyerWithARequest(shop);
    const paper = { number: '26952000000000000001', downloadUrl: null, amountFen: null };
    await shop.issueInvoice(issued.id, paper, 'li');
    expect((await shop.cancelInvoice(issued.userId, issued.id)).kind).to.equal('wrong_state');
  });

  it('may be read by its user alone', async () => {
    const { userId, id, invoice } = await aBuyerWithARequest(shop);
    expect(await shop.readInvoice(userId, id)).to.deep.equal({ kind: 'found', invoice });
    expect(await shop.readInvoice(await aUser(shop, 'o-2'), id)).to.deep.equal({ kind: 'unknown_invoice' });
  });
});

describe('a refund of an order', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });

  it('that has no invoice changes none', async () => {
    const { orderId } = await aBuyerWithATitle(shop);
    const other = await aBuyerWithARequest(shop);
    expect(await refundOrder(shop.uow, orderId, 400)).to.equal(null);
    expect((await shop.showInvoice(other.id))?.invoice).to.deep.equal(other.invoice);
  });

  it('brings its invoice into line in the same transaction, once however often it is noted', async () => {
    const { orderId, id } = await aBuyerWithARequest(shop);
    for (let times = 0; times < 2; times++) await refundOrder(shop.uow, orderId, 400);
    const shown = await shop.showInvoice(id);
    expect(shown?.invoice).to.include({ status: 'requested', amountFen: 590 });
    expect(shown?.history.map(({ kind, cause }) => `${kind} ${cause}`)).to.deep.equal([
      'requested user',
      'reduced refund',
    ]);
  });

  it('is noted on the live invoice, not on those before it', async () => {
    const { userId, orderId, title, id } = await aBuyerWithARequest(shop);
    await shop.cancelInvoice(userId, id);
    const second = await shop.requestInvoice(userId, orderId, title.id);
    if (second.kind !== 'requested') expect.fail(second.kind);
    const changed = await refundOrder(shop.uow, orderId, 990);
    expect(changed).to.include({ id: second.invoice.id, status: 'cancelled', cancelledBy: 'refund' });
    expect((await shop.showInvoice(id))?.history).to.have.length(2);
  });
});
