import type { Invoice } from '../../domain/ordering/invoice.ts';
import type { InvoiceId, UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type ReadInvoiceOutcome =
  | { readonly kind: 'found'; readonly invoice: Invoice }
  | { readonly kind: 'unknown_invoice' };
export type ReadInvoice = (userId: UserId, id: InvoiceId) => Promise<ReadInvoiceOutcome>;

/** One of the user's own invoices. Somebody else's is as unknown as one that never was. */
export const readInvoice =
  ({ uow }: { readonly uow: UnitOfWork<'invoices'> }): ReadInvoice =>
  (userId, id) =>
    uow.run(async ({ invoices }) => {
      const invoice = await invoices.find(id);
      return invoice?.userId === userId ? { kind: 'found', invoice } : { kind: 'unknown_invoice' };
    });
