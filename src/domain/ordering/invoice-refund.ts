import { type Fen, fen } from '../shared/fen.ts';
import type { Invoice, InvoiceEvent, InvoiceMove } from './invoice.ts';

/**
 * What a refund of the order does to its invoice. `refundedFen` is all that has gone back of the order so far, so that telling
 * of it twice, or late, changes nothing. Null: nothing to do.
 */
export function afterRefund(invoice: Invoice, refundedFen: Fen, now: Date): InvoiceMove | null {
  const sinceFen = refundedFen - invoice.refundedBeforeFen;
  if (sinceFen <= 0) return null;
  switch (invoice.status) {
    case 'requested': {
      const leftFen = invoice.amountFen - sinceFen;
      if (leftFen <= 0) {
        const cancelled = { ...invoice, status: 'cancelled', cancelledAt: now, cancelledBy: 'refund' } as const;
        return move(cancelled, 'cancelled', now, { refundedFen });
      }
      const reduced = { ...invoice, amountFen: fen(leftFen), refundedBeforeFen: refundedFen };
      return move(reduced, 'reduced', now, { refundedFen, amountFen: leftFen });
    }
    case 'issued':
    case 'red_letter_due': {
      if (invoice.status === 'red_letter_due' && sinceFen <= invoice.refundedSinceFen) return null;
      const due = { ...invoice, status: 'red_letter_due', refundedSinceFen: fen(sinceFen) } as const;
      return move(due, 'red_letter_due', now, { refundedSinceFen: sinceFen });
    }
    case 'rejected':
    case 'cancelled':
    case 'red_lettered':
      return null;
  }
}

function move(
  invoice: Invoice,
  kind: InvoiceEvent['kind'],
  now: Date,
  amounts: Readonly<Record<string, number>>,
): InvoiceMove {
  const detail = Object.fromEntries(Object.entries(amounts).map(([name, amountFen]) => [name, String(amountFen)]));
  return { kind: 'moved', invoice, event: { kind, cause: 'refund', operator: null, at: now, detail } };
}
