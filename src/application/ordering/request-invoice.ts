import type { Invoice } from '../../domain/ordering/invoice.ts';
import { decideInvoiceRequest, openInvoice, type RequestDecision } from '../../domain/ordering/invoice-request.ts';
import type { InvoiceId, InvoiceTitleId, OrderId, UserId } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { lockInvoicedOrder } from './lock-invoice.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'orders' | 'invoices' | 'invoiceTitles' | 'clock'>;
  readonly ids: IdSource;
  /** How many days after the payment. */
  readonly invoiceRequestDays: number;
};
export type RequestInvoiceOutcome =
  /** Now, or before with the same details. */
  | { readonly kind: 'requested'; readonly invoice: Invoice }
  | { readonly kind: 'unknown_order' }
  | { readonly kind: 'unknown_title' }
  | Exclude<RequestDecision, { kind: 'open' | 'repeated' }>;
export type RequestInvoice = (
  userId: UserId,
  orderId: OrderId,
  titleId: InvoiceTitleId,
) => Promise<RequestInvoiceOutcome>;

/** The user wants an invoice of this order, over what was paid and has not gone back. */
export const requestInvoice =
  ({ uow, ids, invoiceRequestDays: requestDays }: Dependencies): RequestInvoice =>
  (userId, orderId, titleId) =>
    uow.run(async (stores) => {
      const { invoices, invoiceTitles, clock } = stores;
      const order = await lockInvoicedOrder(stores, orderId);
      if (order?.userId !== userId) return { kind: 'unknown_order' };
      const title = await invoiceTitles.find(titleId);
      if (title?.userId !== userId) return { kind: 'unknown_title' };
      const now = await clock.now();
      const earlier = await invoices.ofOrder(orderId);
      const decision = decideInvoiceRequest(order, earlier, title.details, { now, requestDays });
      if (decision.kind === 'repeated') return { kind: 'requested', invoice: decision.invoice };
      if (decision.kind !== 'open') return decision;
      const { invoice, event } = openInvoice(ids.next<InvoiceId>(), decision.order, title.details, now);
      await invoices.add(invoice, event);
      return { kind: 'requested', invoice };
    });
