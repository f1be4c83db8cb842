import type { InvoiceMove } from '../../domain/ordering/invoice.ts';
import {
  type AmountDiffers,
  issueInvoice as decideIssuing,
  type MoveRefusal,
  type Paper,
} from '../../domain/ordering/invoice-moves.ts';
import type { InvoiceId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { findTaken, moveInvoice, type NumberTaken, type OperateNeeds, type UnknownInvoice } from './move-invoice.ts';

export type IssueInvoiceOutcome = InvoiceMove | MoveRefusal | AmountDiffers | NumberTaken | UnknownInvoice;
export type IssueInvoice = (id: InvoiceId, paper: Paper, by: string) => Promise<IssueInvoiceOutcome>;

/** An operator has issued the invoice at the tax office. */
export const issueInvoice =
  ({ uow }: { readonly uow: UnitOfWork<OperateNeeds> }): IssueInvoice =>
  (id, paper, by) =>
    uow.run(async (stores) => {
      const taken = await findTaken(stores, paper.number, { of: id, as: 'invoice' });
      return taken ?? moveInvoice(stores, id, (invoice, now) => decideIssuing(invoice, paper, { by, now }));
    });
