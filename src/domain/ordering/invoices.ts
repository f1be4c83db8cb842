import type { Fen } from '../shared/fen.ts';
import type { InvoiceId, InvoiceTitleId, OrderId, UserId } from '../shared/ids.ts';
import type { Invoice, InvoiceEvent, InvoiceStatus, RequestedInvoice } from './invoice.ts';
import type { InvoiceTitle } from './invoice-title.ts';
import type { SettledOrder } from './order.ts';

/** Port. What users keep for their invoices. */
export interface InvoiceTitles {
  /** One change at a time per owner: until the transaction ends, others who call this for `userId` wait. */
  lockOwner(userId: UserId): Promise<void>;
  /** The default one first, then newest first. */
  listOf(userId: UserId): Promise<InvoiceTitle[]>;
  find(id: InvoiceTitleId): Promise<InvoiceTitle | null>;
  add(title: InvoiceTitle): Promise<void>;
  /** Writes its details. */
  change(title: InvoiceTitle, at: Date): Promise<void>;
  /** In place of the one that was. */
  makeDefault(userId: UserId, id: InvoiceTitleId): Promise<void>;
  delete(ids: readonly InvoiceTitleId[]): Promise<void>;
  removeAllOf(userId: UserId): Promise<void>;
}

/** `after`: the last one of the page before; null is the first page. */
export type Page<Id extends string> = { readonly after: Id | null; readonly limit: number };
/** `status` null: in any state. */
export type InvoicePage = Page<InvoiceId> & { readonly status: InvoiceStatus | null };

export type NumberHolder = { readonly of: InvoiceId; readonly as: 'invoice' | 'red_letter' };

/** For the entry of the profile page. */
export type InvoiceSummary = {
  readonly requestableOrders: number;
  readonly requestableFen: Fen;
  readonly requested: number;
  readonly issued: number;
};

/** Port. Invoices with their history. Whoever changes one has locked its order before. */
export interface Invoices {
  /** A second live invoice of one order is a fault. */
  add(invoice: RequestedInvoice, event: InvoiceEvent): Promise<void>;
  save(invoice: Invoice, event: InvoiceEvent): Promise<void>;
  find(id: InvoiceId): Promise<Invoice | null>;
  /** Newest first. */
  ofOrder(orderId: OrderId): Promise<Invoice[]>;
  history(id: InvoiceId): Promise<InvoiceEvent[]>;
  /** One use at a time of this number: until the transaction ends, others who call this for it wait. */
  lockNumber(number: string): Promise<void>;
  /** Which paper has this number: an invoice's, or the red-letter note of one. */
  findNumber(number: string): Promise<NumberHolder | null>;
  /** Newest first. */
  listOf(userId: UserId, page: InvoicePage): Promise<Invoice[]>;
  /** Of all users, oldest first: the work of operators. */
  listAll(page: InvoicePage): Promise<Invoice[]>;
  /** Puts `ERASED_TITLE` on those of the user that were never issued, and will not be. */
  eraseTitlesOf(userId: UserId): Promise<void>;
  /** Orders of which an invoice could be requested (`isRequestable`), the one paid last first. */
  listRequestable(userId: UserId, since: Date, page: Page<OrderId>): Promise<SettledOrder[]>;
  /** `since` as above. */
  summaryOf(userId: UserId, since: Date): Promise<InvoiceSummary>;
}
