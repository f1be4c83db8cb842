import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/shared/unit-of-work.ts';
import type { Invoice } from '../../src/domain/ordering/invoice.ts';
import { aUser } from '../support/customers.ts';
import { aBuyerWithARequest, aBuyerWithATitle, anInvoiceNumber, PERSON, refundOrder } from '../support/invoices.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openShop, type Shop } from '../support/shop.ts';

const ALL = { status: null, after: null, limit: 100 };
const ROUNDS = 10;

describe('Invoices, from everywhere at once', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  before(async () => {
    database = await migratedDatabase(20);
    shop = openShop(database.uow);
  });
  after(() => database.drop());
  const paper = (number = anInvoiceNumber()) => ({ number, downloadUrl: null, amountFen: null });
  const twentyTimes = <T>(ask: () => Promise<T>) => Promise.allSettled(Array.from({ length: 20 }, ask));
  const invoicesOf = async ({ orderId }: { orderId: Invoice['orderId'] }) =>
    shop.uow.run(({ invoices }) => invoices.ofOrder(orderId));
  const stateOf = async (invoice: Invoice) => (await shop.showInvoice(invoice.id)) ?? expect.fail('gone');

  it('asked for twenty times are one invoice, with one answer for all', async () => {
    const buyer = await aBuyerWithATitle(shop);
    const outcomes = await twentyTimes(() => shop.requestInvoice(buyer.userId, buyer.orderId, buyer.title.id));
    const [invoice, ...more] = await invoicesOf(buyer);
    expect(more).to.deep.equal([]);
    for (const outcome of outcomes) {
      expect(outcome).to.deep.equal({ status: 'fulfilled', value: { kind: 'requested', invoice } });
    }
  });

  it('would be faults without the lock, and still one invoice: the database is the last wall', async () => {
    const buyer = await aBuyerWithATitle(shop);
    const careless = openShop(withoutOrderLock(database.uow));
    const outcomes = await twentyTimes(() => careless.requestInvoice(buyer.userId, buyer.orderId, buyer.title.id));
    expect(outcomes.filter(({ status }) => status === 'rejected')).not.to.deep.equal([]);
    expect(await invoicesOf(buyer)).to.have.length(1);
  });

  it('requested while part of the order goes back are over what is left, whoever was first', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const buyer = await aBuyerWithATitle(shop);
      await Promise.all([
        shop.requestInvoice(buyer.userId, buyer.orderId, buyer.title.id),
        refundOrder(shop.uow, buyer.orderId, 400),
      ]);
      const [invoice] = await invoicesOf(buyer);
      expect(invoice).to.include({ status: 'requested', amountFen: 590, refundedBeforeFen: 400 });
    }
  });

  it('requested while the whole order goes back are refused, or cancelled', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const buyer = await aBuyerWithATitle(shop);
      const [outcome] = await Promise.all([
        shop.requestInvoice(buyer.userId, buyer.orderId, buyer.title.id),
        refundOrder(shop.uow, buyer.orderId, 990),
      ]);
      const states = (await invoicesOf(buyer)).map(({ status }) => status);
      expect(states).to.deep.equal(outcome.kind === 'requested' ? ['cancelled'] : []);
      if (outcome.kind !== 'requested') expect(outcome.kind).to.equal('order_refunded');
    }
  });

  it('issued while part of the order goes back are over what is left, or to be reversed', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { invoice, orderId } = await aBuyerWithARequest(shop);
      await Promise.all([shop.issueInvoice(invoice.id, paper(), 'li'), refundOrder(shop.uow, orderId, 400)]);
      const { invoice: after, history } = await stateOf(invoice);
      const seen = `${after.status} ${after.amountFen}: ${history.map(({ kind }) => kind).join(' ')}`;
      expect(seen).to.be.oneOf([
        'issued 590: requested reduced issued',
        'red_letter_due 990: requested issued red_letter_due',
      ]);
    }
  });

  it('are either issued or cancelled, never both', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { invoice, userId } = await aBuyerWithARequest(shop);
      const outcomes = await Promise.all([
        shop.issueInvoice(invoice.id, paper(), 'li'),
        shop.cancelInvoice(userId, invoice.id),
      ]);
      const { invoice: after, history } = await stateOf(invoice);
      const kinds = outcomes.map(({ kind }) => kind);
      if (after.status === 'issued') expect(kinds).to.deep.equal(['moved', 'wrong_state']);
      else expect([after.status, ...kinds]).to.deep.equal(['cancelled', 'wrong_state', 'cancelled']);
      expect(history.map(({ kind }) => kind)).to.deep.equal(['requested', after.status]);
    }
  });

  it('that are given one number keep it to one of them', async () => {
    const [one, other] = [await aBuyerWithARequest(shop), await aBuyerWithARequest(shop)];
    const number = anInvoiceNumber();
    const outcomes = await Promise.all(
      [one, other, one, other].map(({ id }) => shop.issueInvoice(id, paper(number), 'li')),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).to.deep.equal([
      'moved',
      'number_taken',
      'number_taken',
      'unchanged',
    ]);
  });

  it('are reversed once, by whichever of twenty operators comes first', async () => {
    const { invoice, orderId } = await aBuyerWithARequest(shop);
    await shop.issueInvoice(invoice.id, paper(), 'li');
    await refundOrder(shop.uow, orderId, 400);
    const outcomes = await twentyTimes(() => shop.redLetterInvoice(invoice.id, anInvoiceNumber(), 'li'));
    const moved = outcomes.filter((each) => each.status === 'fulfilled' && each.value.kind === 'moved');
    expect(moved).to.have.length(1);
    expect((await stateOf(invoice)).history).to.have.length(4);
  });

  it('leave one default among titles that all want to be it', async () => {
    const userId = await aUser(shop, 'o-titles');
    let titles = 0;
    const add = () => shop.addInvoiceTitle(userId, { details: { ...PERSON, name: `${++titles}` }, asDefault: true });
    const outcomes = await twentyTimes(add);
    for (const { status } of outcomes) expect(status).to.equal('fulfilled');
    const kept = await shop.listInvoiceTitles(userId);
    expect(kept).to.have.length(20);
    expect(kept.filter(({ isDefault }) => isDefault)).to.have.length(1);
    expect((await shop.listInvoices(userId, ALL)).items).to.deep.equal([]);
  });
});

/** The planted mistake: reading without waiting for whoever is at the order. */
const withoutOrderLock = (uow: UnitOfWork): UnitOfWork => ({
  run: (work) =>
    uow.run((stores) => {
      const { orders } = stores;
      const unlocked = new Proxy(orders, {
        get: (target, name: keyof typeof orders) =>
          name === 'lock' ? findInstead(target) : (target[name] as () => unknown).bind(target),
      });
      return work({ ...stores, orders: unlocked });
    }),
});

const findInstead =
  (orders: Parameters<Parameters<UnitOfWork['run']>[0]>[0]['orders']): typeof orders.lock =>
  async (outTradeNo) => {
    const attempt = await orders.findAttempt(outTradeNo);
    return attempt && orders.find(attempt.orderId);
  };
