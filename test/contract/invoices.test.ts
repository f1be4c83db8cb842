import { expect } from 'chai';
import type { Invoice, InvoiceEvent, RequestedInvoice } from '../../src/domain/ordering/invoice.ts';
import { ERASED_TITLE } from '../../src/domain/ordering/invoice-title.ts';
import type { InvoicePage } from '../../src/domain/ordering/invoices.ts';
import type { SettledOrder } from '../../src/domain/ordering/order.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import type { InvoiceId, OrderId, UserId } from '../../src/domain/shared/ids.ts';
import { anAttempt, aPaidOrder, aPendingOrder } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../support/instants.ts';
import {
  aDueInvoice,
  anInvoiceNumber,
  anIssuedInvoice,
  aRedLetteredInvoice,
  aRejectedInvoice,
  aRequestedInvoice,
  PERSON,
  refunded,
} from '../support/invoices.ts';
import { rejectionOf } from '../support/rejection.ts';
import { type Commit, describeStores } from '../support/stores.ts';

const REQUESTED: InvoiceEvent = {
  ...{ kind: 'requested', cause: 'user', operator: null, at: NOON, detail: { amountFen: '990' } },
};
const MOVED: InvoiceEvent = { kind: 'issued', cause: 'operator', operator: '李', at: msAfter(NOON, 5), detail: {} };

/** A paid order of this user, as the stores know it. */
async function aStoredOrder(commit: Commit, userId: UserId, paidAt = NOON): Promise<SettledOrder> {
  const pending = aPendingOrder({ userId });
  const attempt = anAttempt(pending);
  const { id, terms, placedAt, expiresAt } = pending;
  const { outTradeNo } = attempt.intent;
  const paid = aPaidOrder({ id, userId, terms, placedAt, expiresAt, outTradeNo, paidAt });
  await commit(async ({ orders }) => {
    await orders.add({ order: pending, attempt }, { kind: 'placed', cause: 'user', at: NOON, detail: {} });
    await orders.save(paid, { kind: 'paid', cause: 'poll', at: NOON, detail: {} });
  });
  return paid;
}

const saveOrder = (commit: Commit, order: SettledOrder) =>
  commit(({ orders }) => orders.save(order, { kind: 'paid', cause: 'operator', at: NOON, detail: {} }));

async function aStoredInvoice(commit: Commit, change: Partial<RequestedInvoice> = {}): Promise<RequestedInvoice> {
  const userId = change.userId ?? newId<UserId>();
  const orderId = change.orderId ?? (await aStoredOrder(commit, userId)).id;
  const invoice = aRequestedInvoice({ ...change, userId, orderId });
  await commit(({ invoices }) => invoices.add(invoice, REQUESTED));
  return invoice;
}

const save = (commit: Commit, invoice: Invoice) => commit(({ invoices }) => invoices.save(invoice, MOVED));
const cancelled = (invoice: RequestedInvoice): Invoice => ({
  ...{ ...invoice, status: 'cancelled', cancelledAt: msAfter(NOON, 3), cancelledBy: 'refund' },
});

describeStores('Invoices', (commit) => {
  const find = (id: InvoiceId) => commit(({ invoices }) => invoices.find(id));

  for (const title of [PERSON, aRequestedInvoice().title]) {
    it(`give a request for ${title.name} back as it was made`, async () => {
      const invoice = await aStoredInvoice(commit, { title, requestedAt: msAfter(NOON, 123) });
      expect(await find(invoice.id)).to.deep.equal(invoice);
    });
  }

  it('do not know what was never requested', async () => {
    await aStoredInvoice(commit);
    expect(await find(newId<InvoiceId>())).to.equal(null);
    expect(await commit(({ invoices }) => invoices.ofOrder(newId<OrderId>()))).to.deep.equal([]);
    expect(await commit(({ invoices }) => invoices.history(newId<InvoiceId>()))).to.deep.equal([]);
  });

  const roads: Record<string, (requested: RequestedInvoice) => readonly Invoice[]> = {
    rejected: (requested) => [aRejectedInvoice(requested)],
    cancelled: (requested) => [cancelled(requested)],
    'reduced and issued': (requested) => {
      const reduced = { ...requested, amountFen: fen(590), refundedBeforeFen: fen(400) };
      return [reduced, anIssuedInvoice(reduced)];
    },
    'issued without an address': (requested) => [{ ...anIssuedInvoice(requested), downloadUrl: null }],
    'issued and reversed': (requested) => {
      const issued = anIssuedInvoice(requested);
      const due = aDueInvoice(400, issued);
      return [issued, aDueInvoice(90, issued), due, aRedLetteredInvoice(due)];
    },
  };
  for (const [what, road] of Object.entries(roads)) {
    it(`keep one that is ${what}, at each step, with its history`, async () => {
      const requested = await aStoredInvoice(commit);
      const other = await aStoredInvoice(commit);
      for (const state of road(requested)) {
        await save(commit, state);
        expect(await find(requested.id)).to.deep.equal(state);
      }
      const history = await commit(({ invoices }) => invoices.history(requested.id));
      expect(history).to.deep.equal([REQUESTED, ...road(requested).map(() => MOVED)]);
      expect(await find(other.id)).to.deep.equal(other);
      expect(await commit(({ invoices }) => invoices.history(other.id))).to.deep.equal([REQUESTED]);
    });
  }

  it('hold that a second live one of an order is a fault, whatever the first one waits for', async () => {
    const { orderId, userId, ...first } = await aStoredInvoice(commit);
    const again = () => aStoredInvoice(commit, { orderId, userId });
    const issued = anIssuedInvoice({ ...first, orderId, userId });
    for (const state of [{ ...first, orderId, userId }, issued, aDueInvoice(90, issued)]) {
      await save(commit, state);
      await rejectionOf(again());
    }
    await save(commit, aRedLetteredInvoice(aDueInvoice(90, issued)));
    const second = await again();
    await save(commit, aRejectedInvoice(second));
    const third = await again();
    await save(commit, cancelled(third));
    await again();
  });

  it('list those of an order, newest first', async () => {
    const first = await aStoredInvoice(commit);
    const { orderId, userId } = first;
    await save(commit, cancelled(first));
    const second = await aStoredInvoice(commit, { orderId, userId, requestedAt: msAfter(NOON, 9) });
    await aStoredInvoice(commit);
    const found = await commit(({ invoices }) => invoices.ofOrder(orderId));
    expect(found).to.deep.equal([second, cancelled(first)]);
  });

  it('lose the title where they were never issued, and keep it where they were', async () => {
    const userId = newId<UserId>();
    const own = { userId };
    const states = [
      aRejectedInvoice(await aStoredInvoice(commit, own)),
      cancelled(await aStoredInvoice(commit, own)),
      anIssuedInvoice(await aStoredInvoice(commit, own)),
      aRejectedInvoice(await aStoredInvoice(commit)),
    ];
    const requested = await aStoredInvoice(commit, own);
    for (const state of states) await save(commit, state);
    await commit(({ invoices }) => invoices.eraseTitlesOf(userId));
    const [rejected, gone, issued, strangers] = states as [Invoice, Invoice, Invoice, Invoice];
    expect(await find(rejected.id)).to.deep.equal({ ...rejected, title: ERASED_TITLE });
    expect(await find(gone.id)).to.deep.equal({ ...gone, title: ERASED_TITLE });
    for (const untouched of [issued, strangers, requested]) expect(await find(untouched.id)).to.deep.equal(untouched);
  });

  it('find who has a number, on an invoice or on a note', async () => {
    const issued = anIssuedInvoice(await aStoredInvoice(commit));
    const noted = aRedLetteredInvoice(aDueInvoice(90, issued));
    for (const state of [issued, aDueInvoice(90, issued), noted]) await save(commit, state);
    await save(commit, anIssuedInvoice(await aStoredInvoice(commit)));
    await commit(async ({ invoices }) => {
      await invoices.lockNumber(noted.number);
      await invoices.lockNumber(noted.number);
      expect(await invoices.findNumber(noted.number)).to.deep.equal({ of: noted.id, as: 'invoice' });
      expect(await invoices.findNumber(noted.redLetterNumber)).to.deep.equal({ of: noted.id, as: 'red_letter' });
      expect(await invoices.findNumber('26950000000000000000')).to.equal(null);
    });
  });

  it('hold that one number for two invoices, or two notes, is a fault', async () => {
    const [one, other] = [anIssuedInvoice(await aStoredInvoice(commit)), await aStoredInvoice(commit)];
    await save(commit, one);
    await rejectionOf(save(commit, anIssuedInvoice(other, one.number)));
    await save(commit, anIssuedInvoice(other, anInvoiceNumber()));
    const noted = aRedLetteredInvoice(aDueInvoice(90, one));
    await save(commit, noted);
    const twice = {
      ...aRedLetteredInvoice(aDueInvoice(90, anIssuedInvoice(other))),
      redLetterNumber: noted.redLetterNumber,
    };
    await rejectionOf(save(commit, twice));
  });
});

describeStores('Lists of invoices', (commit) => {
  const page = (change: Partial<InvoicePage> = {}): InvoicePage => ({ status: null, after: null, limit: 9, ...change });
  const idsOf = (invoices: readonly Invoice[]) => invoices.map(({ id }) => id);
  const listOf = async (userId: UserId, change: Partial<InvoicePage> = {}) =>
    idsOf(await commit(({ invoices }) => invoices.listOf(userId, page(change))));
  const listAll = async (change: Partial<InvoicePage> = {}) =>
    idsOf(await commit(({ invoices }) => invoices.listAll(page(change))));

  /** Five of one user, two of them at the same instant, and one of somebody else. */
  async function fiveAndAStranger() {
    const userId = newId<UserId>();
    const made: RequestedInvoice[] = [];
    for (const minutes of [0, 3, 1, 1, 2]) {
      made.push(await aStoredInvoice(commit, { userId, requestedAt: msAfter(NOON, minutes * MINUTE) }));
    }
    const [a, b, c, d, e] = made as [
      RequestedInvoice,
      RequestedInvoice,
      RequestedInvoice,
      RequestedInvoice,
      RequestedInvoice,
    ];
    const stranger = await aStoredInvoice(commit, { requestedAt: msAfter(NOON, 2 * MINUTE + 1) });
    return { userId, stranger, newestFirst: [b, e, d, c, a] };
  }

  it('of a user are the own ones, newest first, a page at a time', async () => {
    const { userId, newestFirst, stranger } = await fiveAndAStranger();
    const ids = idsOf(newestFirst);
    expect(await listOf(userId)).to.deep.equal(ids);
    expect(await listOf(userId, { limit: 2 })).to.deep.equal(ids.slice(0, 2));
    expect(await listOf(userId, { limit: 2, after: ids[1] as InvoiceId })).to.deep.equal(ids.slice(2, 4));
    expect(await listOf(userId, { limit: 2, after: ids[3] as InvoiceId })).to.deep.equal(ids.slice(4));
    expect(await listOf(userId, { after: ids[4] as InvoiceId })).to.deep.equal([]);
    expect(await listOf(stranger.userId)).to.deep.equal([stranger.id]);
    expect(await listOf(newId<UserId>())).to.deep.equal([]);
  });

  it('of everybody are oldest first', async () => {
    const { newestFirst, stranger } = await fiveAndAStranger();
    const [b, e, d, c, a] = idsOf(newestFirst) as [InvoiceId, InvoiceId, InvoiceId, InvoiceId, InvoiceId];
    expect(await listAll()).to.deep.equal([a, c, d, e, stranger.id, b]);
    expect(await listAll({ after: d, limit: 2 })).to.deep.equal([e, stranger.id]);
  });

  it('hold those of one state where one is asked for', async () => {
    const { userId, newestFirst } = await fiveAndAStranger();
    const [b, e] = newestFirst as [RequestedInvoice, RequestedInvoice];
    await save(commit, anIssuedInvoice(b));
    await save(commit, aRejectedInvoice(e));
    expect(await listOf(userId, { status: 'issued' })).to.deep.equal([b.id]);
    expect(await listOf(userId, { status: 'rejected' })).to.deep.equal([e.id]);
    expect(await listOf(userId, { status: 'red_lettered' })).to.deep.equal([]);
    expect(await listAll({ status: 'requested' })).to.have.length(4);
  });

  it('are empty after one that does not exist', async () => {
    const { userId } = await fiveAndAStranger();
    expect(await listOf(userId, { after: newId<InvoiceId>() })).to.deep.equal([]);
  });
});

describeStores('Orders that can be invoiced', (commit) => {
  const list = async (userId: UserId, since = NOON, after: OrderId | null = null, limit = 9) =>
    commit(({ invoices }) => invoices.listRequestable(userId, since, { after, limit }));
  const sum = (userId: UserId, since = NOON) => commit(({ invoices }) => invoices.summaryOf(userId, since));

  it('are the paid and partly refunded ones of the user, the one paid last first, with what is left', async () => {
    const userId = newId<UserId>();
    const paid = await aStoredOrder(commit, userId, msAfter(NOON, 1));
    const half = refunded(await aStoredOrder(commit, userId, msAfter(NOON, 2)), 400);
    const whole = refunded(await aStoredOrder(commit, userId, msAfter(NOON, 3)), 990);
    await saveOrder(commit, half);
    await saveOrder(commit, whole);
    await aStoredOrder(commit, newId<UserId>());
    expect(await list(userId)).to.deep.equal([half, paid]);
    expect(await sum(userId)).to.deep.equal({ requestableOrders: 2, requestableFen: 1_580, requested: 0, issued: 0 });
  });

  it('are none that wait for their money', async () => {
    const order = aPendingOrder();
    const placed = { order, attempt: anAttempt(order) };
    const event = { kind: 'placed', cause: 'user', at: NOON, detail: {} } as const;
    await commit(({ orders }) => orders.add(placed, event));
    expect(await list(order.userId)).to.deep.equal([]);
  });

  it('come a page at a time, also where two were paid at one instant', async () => {
    const userId = newId<UserId>();
    const orders: SettledOrder[] = [];
    for (const ms of [1, 2, 2, 3]) orders.unshift(await aStoredOrder(commit, userId, msAfter(NOON, ms)));
    const ids = orders.map(({ id }) => id);
    const read: OrderId[] = [];
    for (;;) {
      const page = await list(userId, NOON, read.at(-1) ?? null, 1);
      if (page.length === 0) break;
      expect(page).to.have.length(1);
      read.push(...page.map(({ id }) => id));
    }
    expect(read).to.deep.equal(ids);
    expect(await list(userId, NOON, newId<OrderId>())).to.deep.equal([]);
  });

  it('are no longer once the time is over', async () => {
    const userId = newId<UserId>();
    const order = await aStoredOrder(commit, userId);
    expect(await list(userId, order.paidAt)).to.have.length(1);
    expect(await list(userId, msAfter(order.paidAt, 1))).to.deep.equal([]);
    expect((await sum(userId, msAfter(order.paidAt, 1))).requestableOrders).to.equal(0);
  });

  it('are not those that have a live invoice, and are again when it is rejected, cancelled or reversed', async () => {
    const invoice = await aStoredInvoice(commit);
    const { userId } = invoice;
    const issued = anIssuedInvoice(invoice);
    const due = aDueInvoice(90, issued);
    for (const live of [invoice, issued, due]) {
      await save(commit, live);
      expect(await list(userId)).to.deep.equal([]);
    }
    await save(commit, aRedLetteredInvoice(due));
    expect(await list(userId)).to.have.length(1);
    for (const end of [aRejectedInvoice, cancelled]) {
      const next = await aStoredInvoice(commit, { userId, orderId: invoice.orderId });
      expect(await list(userId)).to.deep.equal([]);
      await save(commit, end(next));
      expect(await list(userId)).to.have.length(1);
    }
  });

  it('have their time again after an operator has rejected or reversed an invoice, not after a cancellation', async () => {
    const later = msAfter(NOON, DAY);
    for (const end of [
      (invoice: RequestedInvoice) => aRejectedInvoice(invoice, later),
      (invoice: RequestedInvoice) => aRedLetteredInvoice(aDueInvoice(90, anIssuedInvoice(invoice)), later),
    ]) {
      const invoice = await aStoredInvoice(commit);
      const ended = end(invoice);
      if (ended.status === 'red_lettered') await save(commit, anIssuedInvoice(invoice, ended.number));
      if (ended.status === 'red_lettered') await save(commit, aDueInvoice(90, anIssuedInvoice(invoice, ended.number)));
      await save(commit, ended);
      expect(await list(invoice.userId, later)).to.have.length(1);
      expect(await list(invoice.userId, msAfter(later, 1))).to.deep.equal([]);
    }
    const gone = await aStoredInvoice(commit);
    await save(commit, cancelled(gone));
    expect(await list(gone.userId, msAfter(NOON, 1))).to.deep.equal([]);
  });

  it('are summed up beside what is requested and issued', async () => {
    const userId = newId<UserId>();
    await aStoredInvoice(commit, { userId });
    await save(commit, anIssuedInvoice(await aStoredInvoice(commit, { userId })));
    await save(commit, anIssuedInvoice(await aStoredInvoice(commit, { userId })));
    await save(commit, anIssuedInvoice(await aStoredInvoice(commit)));
    await aStoredOrder(commit, userId);
    expect(await sum(userId)).to.deep.equal({ requestableOrders: 1, requestableFen: 990, requested: 1, issued: 2 });
  });
});
