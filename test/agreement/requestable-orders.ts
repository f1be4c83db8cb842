import { expect } from 'chai';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { memoryInvoices } from '../../src/adapters/memory/memory-invoices.ts';
import { memoryOrders } from '../../src/adapters/memory/memory-orders.ts';
import { emptyState } from '../../src/adapters/memory/memory-state.ts';
import { PostgresInvoices } from '../../src/adapters/postgres/ordering/postgres-invoices.ts';
import { PostgresOrders } from '../../src/adapters/postgres/ordering/postgres-orders.ts';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import type { Invoice, RequestedInvoice } from '../../src/domain/ordering/invoice.ts';
import type { Invoices } from '../../src/domain/ordering/invoices.ts';
import type { Orders } from '../../src/domain/ordering/orders.ts';
import type { OrderId, UserId } from '../../src/domain/shared/ids.ts';
import { anAttempt, aPaidOrder, aPendingOrder } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import {
  aDueInvoice,
  anIssuedInvoice,
  aRedLetteredInvoice,
  aRejectedInvoice,
  aRequestedInvoice,
  refunded,
} from '../support/invoices.ts';

export type RequestableTally = { requestable: number; orders: number };

/** Few instants, so that orders often tie and are often paid at the very instant that is asked for. */
const anyInstant = fc.integer({ min: 0, max: 3 }).map((ms) => msAfter(NOON, ms));
const anyOrder = fc.record({
  paidAt: anyInstant,
  status: fc.constantFrom('paid', 'paid', 'partly_refunded', 'refunded', 'pending'),
  /** Invoices that are over. */
  over: fc.array(fc.record({ what: fc.constantFrom('rejected', 'cancelled', 'red_lettered'), at: anyInstant }), {
    maxLength: 2,
  }),
  live: fc.constantFrom('none', 'none', 'none', 'requested', 'issued', 'red_letter_due'),
});
type AnyOrder = typeof anyOrder extends fc.Arbitrary<infer T> ? T : never;

type Books = { readonly orders: Orders; readonly invoices: Invoices };
class Undo extends Error {}

/** Orders and their invoices, by the statement and by the rule (which the stores in memory execute as it stands), with a neighbour. */
export const agreement = (knex: Knex, statement: string, tally?: RequestableTally) =>
  fc.asyncProperty(fc.array(anyOrder, { minLength: 2, maxLength: 5 }), anyInstant, async (all, since) => {
    const work = knex.transaction(async (trx) => {
      const state = emptyState();
      const rule: Books = { orders: memoryOrders(state), invoices: memoryInvoices(state) };
      const books = [rule, { orders: new PostgresOrders(trx), invoices: new PostgresInvoices(trx) }];
      const [userId, neighbour] = [newId<UserId>(), newId<UserId>()];
      for (const each of all) await store(books, userId, each);
      await store(books, neighbour, { paidAt: since, status: 'paid', over: [], live: 'none' });
      let after: OrderId | null = null;
      for (let pages = 0; pages <= all.length; pages++) {
        const expected = await rule.invoices.listRequestable(userId, since, { after, limit: 2 });
        const rows: { id: OrderId }[] = await rowsOf(trx, statement, [userId, since, after, after, 2]);
        expect(rows.map(({ id }) => id)).to.deep.equal(expected.map(({ id }) => id));
        after = expected.at(-1)?.id ?? newId<OrderId>();
        if (tally) tally.requestable += expected.length;
      }
      if (tally) tally.orders += all.length;
      const expected = await rule.invoices.summaryOf(userId, since);
      for (const { invoices } of books) expect(await invoices.summaryOf(userId, since)).to.deep.equal(expected);
      throw new Undo();
    });
    await work.catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  });

async function store(books: readonly Books[], userId: UserId, { paidAt, status, over, live }: AnyOrder): Promise<void> {
  const pending = aPendingOrder({ userId });
  const attempt = anAttempt(pending);
  const { id, terms, placedAt, expiresAt } = pending;
  const { outTradeNo } = attempt.intent;
  const paid = aPaidOrder({ id, userId, terms, placedAt, expiresAt, outTradeNo, paidAt });
  const event = { kind: 'placed', cause: 'user', at: NOON, detail: {} } as const;
  for (const { orders } of books) {
    await orders.add({ order: pending, attempt }, event);
    if (status === 'pending') continue;
    await orders.save(paid, event);
    if (status !== 'paid') await orders.save(refunded(paid, status === 'refunded' ? 990 : 400), event);
  }
  if (status === 'pending') return;
  for (const { what, at } of over)
    await write(books, aRequestedInvoice({ userId, orderId: id }), (r) => ended(r, what, at));
  if (live !== 'none') await write(books, aRequestedInvoice({ userId, orderId: id }), (r) => living(r, live));
}

async function write(
  books: readonly Books[],
  requested: RequestedInvoice,
  then: (requested: RequestedInvoice) => Invoice,
) {
  const event = { kind: 'requested', cause: 'user', operator: null, at: NOON, detail: {} } as const;
  const next = then(requested);
  for (const { invoices } of books) {
    await invoices.add(requested, event);
    await invoices.save(next, event);
  }
}

function ended(requested: RequestedInvoice, what: AnyOrder['over'][number]['what'], at: Date): Invoice {
  if (what === 'rejected') return aRejectedInvoice(requested, at);
  if (what === 'red_lettered') return aRedLetteredInvoice(aDueInvoice(90, anIssuedInvoice(requested)), at);
  return { ...requested, status: 'cancelled', cancelledAt: at, cancelledBy: 'user' };
}

function living(requested: RequestedInvoice, live: AnyOrder['live']): Invoice {
  if (live === 'requested') return requested;
  return live === 'issued' ? anIssuedInvoice(requested) : aDueInvoice(90, anIssuedInvoice(requested));
}
