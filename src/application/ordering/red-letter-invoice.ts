import type { InvoiceMove } from '../../domain/ordering/invoice.ts';
import { type MoveRefusal, redLetterInvoice as noteRedLetter } from '../../domain/ordering/invoice-moves.ts';
import type { InvoiceId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { findTaken, moveInvoice, type NumberTaken, type OperateNeeds, type UnknownInvoice } from './move-invoice.ts';

export type RedLetterInvoiceOutcome = InvoiceMove | MoveRefusal | NumberTaken | UnknownInvoice;
export type RedLetterInvoice = (id: InvoiceId, number: string, by: string) => Promise<RedLetterInvoiceOutcome>;

/** An operator has issued the red-letter note that a refund made necessary. */
export const redLetterInvoice =
  ({ uow }: { readonly uow: UnitOfWork<OperateNeeds> }): RedLetterInvoice =>
  (id, number, by) =>
    uow.run(async (stores) => {
      const taken = await findTaken(stores, number, { of: id, as: 'red_letter' });
      return taken ?? moveInvoice(stores, id, (invoice, now) => noteRedLetter(invoice, number, { by, now }));
    });
