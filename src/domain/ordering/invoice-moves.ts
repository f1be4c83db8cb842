import type { Fen } from '../shared/fen.ts';
import type {
  CancelledInvoice,
  Invoice,
  InvoiceEvent,
  InvoiceMove,
  IssuedInvoice,
  RedLetteredInvoice,
  RejectedInvoice,
} from './invoice.ts';

/** `unchanged`: it was done before, so that a repetition is no mistake. */
export type MoveRefusal =
  | { readonly kind: 'unchanged'; readonly invoice: Invoice }
  | { readonly kind: 'wrong_state'; readonly invoice: Invoice };
type Act = { readonly by: string; readonly now: Date };

/** The number of an invoice: 8 to 32 letters, digits and hyphens (20 digits since 数电票; before, a code of 10 or 12 and 8 digits). */
export const isInvoiceNumber = (text: string): boolean => /^[0-9A-Za-z-]{8,32}$/.test(text);

export function cancelInvoice(invoice: Invoice, now: Date): InvoiceMove<CancelledInvoice> | MoveRefusal {
  if (invoice.status === 'cancelled') return { kind: 'unchanged', invoice };
  if (invoice.status !== 'requested') return { kind: 'wrong_state', invoice };
  const event: InvoiceEvent = { kind: 'cancelled', cause: 'user', operator: null, at: now, detail: {} };
  return { kind: 'moved', invoice: { ...invoice, status: 'cancelled', cancelledAt: now, cancelledBy: 'user' }, event };
}

/** The user reads `reason`, and may request another invoice of the same order. */
export function rejectInvoice(
  invoice: Invoice,
  reason: string,
  { by, now }: Act,
): InvoiceMove<RejectedInvoice> | MoveRefusal {
  if (invoice.status === 'rejected' && invoice.reason === reason) return { kind: 'unchanged', invoice };
  if (invoice.status !== 'requested') return { kind: 'wrong_state', invoice };
  const rejected = { ...invoice, status: 'rejected', reason, rejectedAt: now, rejectedBy: by } as const;
  return { kind: 'moved', invoice: rejected, event: byOperator('rejected', { by, now }, {}) };
}

export type Paper = {
  readonly number: string;
  readonly downloadUrl: string | null;
  /** What the operator's paper says; null: not told. */
  readonly amountFen: Fen | null;
};

/** A refund came between the paper and us. */
export type AmountDiffers = { readonly kind: 'amount_differs'; readonly invoice: Invoice };

export function issueInvoice(
  invoice: Invoice,
  { number, downloadUrl, amountFen }: Paper,
  { by, now }: Act,
): InvoiceMove<IssuedInvoice> | MoveRefusal | AmountDiffers {
  if (invoice.status === 'issued' && invoice.number === number && invoice.downloadUrl === downloadUrl) {
    return { kind: 'unchanged', invoice };
  }
  if (invoice.status !== 'requested') return { kind: 'wrong_state', invoice };
  if (amountFen !== null && amountFen !== invoice.amountFen) return { kind: 'amount_differs', invoice };
  const issued = { ...invoice, status: 'issued', number, downloadUrl, issuedAt: now, issuedBy: by } as const;
  const detail = { number, amountFen: String(invoice.amountFen) };
  return { kind: 'moved', invoice: issued, event: byOperator('issued', { by, now }, detail) };
}

/** The note is over the whole amount: what the user keeps is invoiced anew. */
export function redLetterInvoice(
  invoice: Invoice,
  number: string,
  { by, now }: Act,
): InvoiceMove<RedLetteredInvoice> | MoveRefusal {
  if (invoice.status === 'red_lettered' && invoice.redLetterNumber === number) return { kind: 'unchanged', invoice };
  if (invoice.status !== 'red_letter_due') return { kind: 'wrong_state', invoice };
  const noted = { redLetterNumber: number, redLetteredAt: now, redLetteredBy: by };
  const detail = { number, amountFen: String(invoice.amountFen) };
  return {
    kind: 'moved',
    invoice: { ...invoice, ...noted, status: 'red_lettered' },
    event: byOperator('red_lettered', { by, now }, detail),
  };
}

const byOperator = (kind: InvoiceEvent['kind'], { by, now }: Act, detail: InvoiceEvent['detail']): InvoiceEvent => ({
  ...{ kind, cause: 'operator', operator: by, at: now, detail },
});
