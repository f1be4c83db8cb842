import type { InvoiceMove } from '../../domain/ordering/invoice.ts';
import { rejectInvoice as decideRejecting, type MoveRefusal } from '../../domain/ordering/invoice-moves.ts';
import type { InvoiceId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { moveInvoice, type OperateNeeds, type UnknownInvoice } from './move-invoice.ts';

export type RejectInvoiceOutcome = InvoiceMove | MoveRefusal | UnknownInvoice;
export type RejectInvoice = (id: InvoiceId, reason: string, by: string) => Promise<RejectInvoiceOutcome>;

/** An operator turns a request down. The user reads why, and may ask again. */
export const rejectInvoice =
  ({ uow }: { readonly uow: UnitOfWork<OperateNeeds> }): RejectInvoice =>
  (id, reason, by) =>
    uow.run((stores) => moveInvoice(stores, id, (invoice, now) => decideRejecting(invoice, reason, { by, now })));
