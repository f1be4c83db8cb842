import type { Invoice } from '../../domain/ordering/invoice.ts';
import { cancelInvoice as decideCancelling } from '../../domain/ordering/invoice-moves.ts';
import type { InvoiceId, UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { lockInvoice } from './lock-invoice.ts';

export type CancelInvoiceOutcome =
  /** Now or before. */
  | { readonly kind: 'cancelled'; readonly invoice: Invoice }
  /** An operator was faster. */
  | { readonly kind: 'wrong_state'; readonly invoice: Invoice }
  | { readonly kind: 'unknown_invoice' };
export type CancelInvoice = (userId: UserId, id: InvoiceId) => Promise<CancelInvoiceOutcome>;

/** The user takes the request back; another one may follow. */
export const cancelInvoice =
  ({ uow }: { readonly uow: UnitOfWork<'orders' | 'invoices' | 'clock'> }): CancelInvoice =>
  (userId, id) =>
    uow.run(async (stores) => {
      const invoice = await lockInvoice(stores, id);
      if (invoice?.userId !== userId) return { kind: 'unknown_invoice' };
      const outcome = decideCancelling(invoice, await stores.clock.now());
      if (outcome.kind === 'wrong_state') return outcome;
      if (outcome.kind === 'moved') await stores.invoices.save(outcome.invoice, outcome.event);
      return { kind: 'cancelled', invoice: outcome.invoice };
    });
