import { type Invoice, isLive } from '../../domain/ordering/invoice.ts';
import { invoiceableFen, isRequestable } from '../../domain/ordering/invoice-request.ts';
import { ERASED_TITLE, type InvoiceTitle } from '../../domain/ordering/invoice-title.ts';
import type { InvoicePage, Invoices, InvoiceTitles, NumberHolder, Page } from '../../domain/ordering/invoices.ts';
import type { SettledOrder } from '../../domain/ordering/order.ts';
import { fen } from '../../domain/shared/fen.ts';
import type { OrderId, UserId } from '../../domain/shared/ids.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

type Dated = { readonly id: string; readonly at: Date };
const oldestFirst = (a: Dated, b: Dated): number => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1);
const newestFirst = (a: Dated, b: Dated): number => oldestFirst(b, a);

/** What follows `after` in this order; nothing where there is no such item. */
function pageOf<Item extends { readonly id: string }>(sorted: readonly Item[], page: Page<string>): Item[] {
  const start = page.after === null ? 0 : sorted.findIndex(({ id }) => id === page.after) + 1;
  return page.after !== null && start === 0 ? [] : sorted.slice(start, start + page.limit);
}

export function memoryInvoices(state: MemoryState): Invoices {
  const ofOrder = (orderId: OrderId): Invoice[] =>
    sorted(
      state.invoices.filter((each) => each.orderId === orderId),
      newestFirst,
    );
  const refuseTwice = (invoice: Invoice): void => {
    const others = state.invoices.filter(({ id }) => id !== invoice.id);
    const isTaken = others.some((each) => each.orderId === invoice.orderId && isLive(each));
    refuseDuplicate(isLive(invoice) && isTaken, 'live invoice of an order');
    const numbers = numbersOf(invoice);
    refuseDuplicate(
      others.some((each) =>
        numbersOf(each).some(({ number, as }) => numbers.some((own) => own.number === number && own.as === as)),
      ),
      'number of an invoice',
    );
  };
  const requestable = (userId: UserId, since: Date): SettledOrder[] =>
    state.orders
      .filter((order) => order.userId === userId)
      .filter((order): order is SettledOrder => isRequestable(order, ofOrder(order.id), since))
      .sort((a, b) => newestFirst({ id: a.id, at: a.paidAt }, { id: b.id, at: b.paidAt }));
  const inState = (all: readonly Invoice[], { status }: InvoicePage): Invoice[] =>
    all.filter((each) => status === null || each.status === status);

  return {
    add: async (invoice, event) => {
      refuseTwice(invoice);
      state.invoices.push(invoice);
      state.invoiceEvents.push({ ...event, invoiceId: invoice.id });
    },
    save: async (invoice, event) => {
      refuseTwice(invoice);
      state.invoices = state.invoices.map((each) => (each.id === invoice.id ? invoice : each));
      state.invoiceEvents.push({ ...event, invoiceId: invoice.id });
    },
    find: async (id) => state.invoices.find((each) => each.id === id) ?? null,
    ofOrder: async (orderId) => ofOrder(orderId),
    history: async (id) =>
      state.invoiceEvents.filter(({ invoiceId }) => invoiceId === id).map(({ invoiceId: _, ...event }) => event),
    lockNumber: async () => {},
    findNumber: async (number) => {
      const found = state.invoices.flatMap(numbersOf).find((each) => each.number === number);
      return found ? { of: found.of, as: found.as } : null;
    },
    listOf: async (userId, page) => {
      const own = state.invoices.filter((each) => each.userId === userId);
      return pageOf(sorted(inState(own, page), newestFirst), page);
    },
    listAll: async (page) => pageOf(sorted(inState(state.invoices, page), oldestFirst), page),
    eraseTitlesOf: async (userId) => {
      state.invoices = state.invoices.map((each) =>
        each.userId === userId && (each.status === 'rejected' || each.status === 'cancelled')
          ? { ...each, title: ERASED_TITLE }
          : each,
      );
    },
    listRequestable: async (userId, since, page) => pageOf(requestable(userId, since), page),
    summaryOf: async (userId, since) => {
      const orders = requestable(userId, since);
      const own = state.invoices.filter((each) => each.userId === userId);
      return {
        requestableOrders: orders.length,
        requestableFen: fen(orders.reduce((sum, order) => sum + invoiceableFen(order), 0)),
        requested: own.filter(({ status }) => status === 'requested').length,
        issued: own.filter(({ status }) => status === 'issued').length,
      };
    },
  };
}

const sorted = (invoices: readonly Invoice[], compare: (a: Dated, b: Dated) => number): Invoice[] =>
  [...invoices].sort((a, b) => compare({ id: a.id, at: a.requestedAt }, { id: b.id, at: b.requestedAt }));

function numbersOf(invoice: Invoice): (NumberHolder & { readonly number: string })[] {
  const numbers: (NumberHolder & { readonly number: string })[] = [];
  if ('number' in invoice) numbers.push({ of: invoice.id, as: 'invoice', number: invoice.number });
  if ('redLetterNumber' in invoice) numbers.push({ of: invoice.id, as: 'red_letter', number: invoice.redLetterNumber });
  return numbers;
}

export function memoryInvoiceTitles(state: MemoryState): InvoiceTitles {
  const first = ({ isDefault }: InvoiceTitle): number => (isDefault ? 0 : 1);
  return {
    lockOwner: async () => {},
    listOf: async (userId) =>
      state.invoiceTitles
        .filter((each) => each.userId === userId)
        .sort(
          (a, b) => first(a) - first(b) || newestFirst({ id: a.id, at: a.createdAt }, { id: b.id, at: b.createdAt }),
        ),
    find: async (id) => state.invoiceTitles.find((each) => each.id === id) ?? null,
    add: async (title) => {
      refuseDuplicate(
        title.isDefault && state.invoiceTitles.some((each) => each.userId === title.userId && each.isDefault),
        'default title of a user',
      );
      state.invoiceTitles.push(title);
    },
    change: async ({ id, details }) => {
      state.invoiceTitles = state.invoiceTitles.map((each) => (each.id === id ? { ...each, details } : each));
    },
    makeDefault: async (userId, id) => {
      state.invoiceTitles = state.invoiceTitles.map((each) =>
        each.userId === userId ? { ...each, isDefault: each.id === id } : each,
      );
    },
    delete: async (ids) => {
      state.invoiceTitles = state.invoiceTitles.filter(({ id }) => !ids.includes(id));
    },
    removeAllOf: async (userId) => {
      state.invoiceTitles = state.invoiceTitles.filter((each) => each.userId !== userId);
    },
  };
}
