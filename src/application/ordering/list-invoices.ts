import type { Invoice } from '../../domain/ordering/invoice.ts';
import type { InvoicePage } from '../../domain/ordering/invoices.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

/** One page, and whether another one follows. */
export type Listed<Item> = { readonly items: readonly Item[]; readonly more: boolean };
export type ListInvoices = (userId: UserId, page: InvoicePage) => Promise<Listed<Invoice>>;
export type ListAllInvoices = (page: InvoicePage) => Promise<Listed<Invoice>>;

type Dependencies = { readonly uow: UnitOfWork<'invoices'> };

/** The user's invoices, newest first. */
export const listInvoices =
  ({ uow }: Dependencies): ListInvoices =>
  (userId, page) =>
    uow.run(({ invoices }) => takePage(page, (onePastIt) => invoices.listOf(userId, onePastIt)));

/** Everybody's, oldest first: what operators have to do comes in that order. */
export const listAllInvoices =
  ({ uow }: Dependencies): ListAllInvoices =>
  (page) =>
    uow.run(({ invoices }) => takePage(page, (onePastIt) => invoices.listAll(onePastIt)));

/** Asks for one more than the page holds, which tells whether another page follows. */
export async function takePage<Item, Page extends { readonly limit: number }>(
  page: Page,
  list: (page: Page) => Promise<Item[]>,
): Promise<Listed<Item>> {
  const found = await list({ ...page, limit: page.limit + 1 });
  return { items: found.slice(0, page.limit), more: found.length > page.limit };
}
