import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { InvoiceId } from '../../../src/domain/shared/ids.ts';
import { newId } from '../../support/ids.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { aBuyerWithARequest, anInvoiceNumber, refundOrder } from '../../support/invoices.ts';
import { openShop } from '../../support/shop.ts';

describe('an operator', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const paper = (number = anInvoiceNumber(), amount: number | null = null) => ({
    ...{ number, downloadUrl: null, amountFen: amount === null ? null : fen(amount) },
  });
  const kindsOf = async (id: InvoiceId) => (await shop.showInvoice(id))?.history.map(({ kind }) => kind);

  it('issues what was requested, under a name that stays in the history', async () => {
    const { id } = await aBuyerWithARequest(shop);
    shop.uow.now = msAfter(NOON, MINUTE);
    const number = anInvoiceNumber();
    expect((await shop.issueInvoice(id, paper(number), '李')).kind).to.equal('moved');
    const shown = await shop.showInvoice(id);
    expect(shown?.invoice).to.deep.include({ status: 'issued', number, issuedAt: shop.uow.now, issuedBy: '李' });
    expect(shown?.history.at(-1)).to.deep.equal({
      ...{ kind: 'issued', cause: 'operator', operator: '李', at: shop.uow.now },
      detail: { number, amountFen: '990' },
    });
  });

  it('may say the same twice', async () => {
    const { id, orderId } = await aBuyerWithARequest(shop);
    const [given, note] = [paper(), anInvoiceNumber()];
    const issue = async () => (await shop.issueInvoice(id, given, 'li')).kind;
    expect([await issue(), await issue()]).to.deep.equal(['moved', 'unchanged']);
    await refundOrder(shop.uow, orderId, 400);
    const redLetter = async () => (await shop.redLetterInvoice(id, note, 'li')).kind;
    expect([await redLetter(), await redLetter()]).to.deep.equal(['moved', 'unchanged']);
    expect(await kindsOf(id)).to.deep.equal(['requested', 'issued', 'red_letter_due', 'red_lettered']);
  });

  it('cannot give one number to two papers, whatever they are', async () => {
    const [one, other] = [await aBuyerWithARequest(shop), await aBuyerWithARequest(shop)];
    const [number, note] = [anInvoiceNumber(), anInvoiceNumber()];
    await shop.issueInvoice(one.id, paper(number), 'li');
    const taken = { kind: 'number_taken', by: one.id };
    expect(await shop.issueInvoice(other.id, paper(number), 'li')).to.deep.equal(taken);
    await refundOrder(shop.uow, one.orderId, 400);
    expect(await shop.redLetterInvoice(one.id, number, 'li')).to.deep.equal(taken);
    await shop.redLetterInvoice(one.id, note, 'li');
    expect(await shop.issueInvoice(other.id, paper(note), 'li')).to.deep.equal(taken);
    expect(await kindsOf(other.id)).to.deep.equal(['requested']);
  });

  it('learns that a refund came between the paper and the note of it', async () => {
    const { id, orderId } = await aBuyerWithARequest(shop);
    await refundOrder(shop.uow, orderId, 400);
    const outcome = await shop.issueInvoice(id, paper(anInvoiceNumber(), 990), 'li');
    expect(outcome.kind).to.equal('amount_differs');
    expect((await shop.issueInvoice(id, paper(anInvoiceNumber(), 590), 'li')).kind).to.equal('moved');
  });

  it('turns a request down, and the user may ask again', async () => {
    const { userId, orderId, title, id } = await aBuyerWithARequest(shop);
    expect((await shop.rejectInvoice(id, '税号有误', 'li')).kind).to.equal('moved');
    expect((await shop.rejectInvoice(id, '税号有误', 'li')).kind).to.equal('unchanged');
    expect((await shop.issueInvoice(id, paper(), 'li')).kind).to.equal('wrong_state');
    const again = await shop.requestInvoice(userId, orderId, title.id);
    expect(again).to.have.nested.property('invoice.id').not.equal(id);
  });

  it('cannot reverse what no refund has touched', async () => {
    const { id } = await aBuyerWithARequest(shop);
    await shop.issueInvoice(id, paper(), 'li');
    expect((await shop.redLetterInvoice(id, anInvoiceNumber(), 'li')).kind).to.equal('wrong_state');
    expect((await shop.rejectInvoice(id, 'no', 'li')).kind).to.equal('wrong_state');
    expect(await kindsOf(id)).to.deep.equal(['requested', 'issued']);
  });

  it('does nothing to an invoice that is not there', async () => {
    const id = newId<InvoiceId>();
    const unknown = { kind: 'unknown_invoice' };
    expect(await shop.issueInvoice(id, paper(), 'li')).to.deep.equal(unknown);
    expect(await shop.rejectInvoice(id, 'no', 'li')).to.deep.equal(unknown);
    expect(await shop.redLetterInvoice(id, anInvoiceNumber(), 'li')).to.deep.equal(unknown);
    expect(await shop.showInvoice(id)).to.equal(null);
  });

  it('sees the requests of everybody, the oldest first, a page at a time', async () => {
    const ids: InvoiceId[] = [];
    for (let minutes = 0; minutes < 3; minutes++) {
      shop.uow.now = msAfter(NOON, minutes * MINUTE);
      ids.push((await aBuyerWithARequest(shop)).id);
    }
    const list = async (after: InvoiceId | null) => {
      const { items, more } = await shop.listAllInvoices({ status: 'requested', after, limit: 2 });
      return { ids: items.map(({ id }) => id), more };
    };
    expect(await list(null)).to.deep.equal({ ids: ids.slice(0, 2), more: true });
    expect(await list(ids[1] as InvoiceId)).to.deep.equal({ ids: ids.slice(2), more: false });
    await shop.rejectInvoice(ids[0] as InvoiceId, 'no', 'li');
    expect(await list(null)).to.deep.equal({ ids: ids.slice(1), more: false });
  });
});
