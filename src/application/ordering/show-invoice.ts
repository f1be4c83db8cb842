import type { Invoice, InvoiceEvent } from '../../domain/ordering/invoice.ts';
import type { InvoiceId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type ShownInvoice = { readonly invoice: Invoice; readonly history: readonly InvoiceEvent[] };
export type ShowInvoice = (id: InvoiceId) => Promise<ShownInvoice | null>;

/** For operators: any invoice, with everything that has happened to it. */
export const showInvoice =
  ({ uow }: { readonly uow: UnitOfWork<'invoices'> }): ShowInvoice =>
  (id) =>
    uow.run(async ({ invoices }) => {
      const invoice = await invoices.find(id);
      return invoice && { invoice, history: await invoices.history(id) };
    });
