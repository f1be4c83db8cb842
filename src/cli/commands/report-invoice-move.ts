import { z } from 'zod';
import { publicId } from '../../adapters/http/public-id.ts';
import type { IssueInvoiceOutcome } from '../../application/ordering/issue-invoice.ts';
import type { RedLetterInvoiceOutcome } from '../../application/ordering/red-letter-invoice.ts';
import type { RejectInvoiceOutcome } from '../../application/ordering/reject-invoice.ts';
import type { Invoice } from '../../domain/ordering/invoice.ts';
import type { InvoiceId } from '../../domain/shared/ids.ts';
import type { Tell } from '../face/answer.ts';
import { ExpectedFailure } from '../system/expected-failure.ts';
import { InvoiceShape, operatorJson } from './invoice-text.ts';
import { asYuan } from './yuan.ts';

type Outcome = IssueInvoiceOutcome | RejectInvoiceOutcome | RedLetterInvoiceOutcome;

export const MovedShape = z.strictObject({
  changed: z.boolean().meta({ description: 'false: it was so already' }),
  invoice: InvoiceShape,
});

/** Says what has become of the invoice; what was refused ends the command with exit status 1. */
export function reportMove(tell: Tell<typeof MovedShape>, id: InvoiceId, outcome: Outcome): void {
  const name = publicId('inv', id);
  switch (outcome.kind) {
    case 'moved':
    case 'unchanged': {
      const changed = outcome.kind === 'moved';
      const { invoice } = outcome;
      return tell(
        { changed, invoice: operatorJson(invoice) },
        () => `${name} ${changed ? 'is now' : 'was already'} ${invoice.status}`,
      );
    }
    case 'unknown_invoice':
      throw new ExpectedFailure(`there is no invoice ${name}`);
    case 'number_taken':
      throw new ExpectedFailure(`this number is taken by ${publicId('inv', outcome.by)}`);
    case 'amount_differs':
      throw new ExpectedFailure(
        `${name} is over ${asYuan(outcome.invoice.amountFen)} yuan now; issue a paper over that amount instead`,
      );
    case 'wrong_state':
      throw new ExpectedFailure(`${name} ${standing(outcome.invoice)}`);
  }
}

function standing(invoice: Invoice): string {
  switch (invoice.status) {
    case 'issued':
      return `is issued under the number ${invoice.number}`;
    case 'red_letter_due':
      return `waits for its red-letter note; it is issued under the number ${invoice.number}`;
    case 'red_lettered':
      return `is reversed under the number ${invoice.redLetterNumber}`;
    case 'requested':
    case 'rejected':
    case 'cancelled':
      return `is ${invoice.status}`;
  }
}
