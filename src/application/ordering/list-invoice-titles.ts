import type { InvoiceTitle } from '../../domain/ordering/invoice-title.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type ListInvoiceTitles = (userId: UserId) => Promise<InvoiceTitle[]>;

/** What the user keeps, the default one first. */
export const listInvoiceTitles =
  ({ uow }: { readonly uow: UnitOfWork<'invoiceTitles'> }): ListInvoiceTitles =>
  (userId) =>
    uow.run(({ invoiceTitles }) => invoiceTitles.listOf(userId));
