import type { Fen } from '../shared/fen.ts';
import type { InvoiceId, OrderId, UserId } from '../shared/ids.ts';
import type { TitleDetails } from './invoice-title.ts';

type InvoiceBase = {
  readonly id: InvoiceId;
  readonly orderId: OrderId;
  readonly userId: UserId;
  /** A copy: editing or deleting the title later does not touch it. */
  readonly title: TitleDetails;
  readonly packageName: string;
  /** What the invoice is over. It shrinks with refunds as long as the invoice is only requested. */
  readonly amountFen: Fen;
  /** What had gone back of the order when `amountFen` was fixed. */
  readonly refundedBeforeFen: Fen;
  readonly requestedAt: Date;
};

export type RequestedInvoice = InvoiceBase & { readonly status: 'requested' };
export type RejectedInvoice = InvoiceBase & {
  readonly status: 'rejected';
  /** Shown to the user. */
  readonly reason: string;
  readonly rejectedAt: Date;
  readonly rejectedBy: string;
};
export type CancelledInvoice = InvoiceBase & {
  readonly status: 'cancelled';
  readonly cancelledAt: Date;
  /** `refund`: nothing of the order was left to invoice. */
  readonly cancelledBy: 'user' | 'refund';
};
type Issued = InvoiceBase & {
  /** The tax office's number. */
  readonly number: string;
  readonly downloadUrl: string | null;
  readonly issuedAt: Date;
  readonly issuedBy: string;
};
export type IssuedInvoice = Issued & { readonly status: 'issued' };
type Reversed = Issued & {
  /** What has gone back of the order since `amountFen` was fixed. */
  readonly refundedSinceFen: Fen;
};
/** It says more than was kept of the money: a red-letter note (红字发票) over its whole amount has to be issued. */
export type RedLetterDueInvoice = Reversed & { readonly status: 'red_letter_due' };
export type RedLetteredInvoice = Reversed & {
  readonly status: 'red_lettered';
  readonly redLetterNumber: string;
  readonly redLetteredAt: Date;
  readonly redLetteredBy: string;
};
/** At most one of an order: nothing can be invoiced twice. */
export type LiveInvoice = RequestedInvoice | IssuedInvoice | RedLetterDueInvoice;
export type Invoice = LiveInvoice | RejectedInvoice | CancelledInvoice | RedLetteredInvoice;

export type InvoiceStatus = Invoice['status'];
export const INVOICE_STATUSES = [
  'requested',
  'issued',
  'rejected',
  'cancelled',
  'red_letter_due',
  'red_lettered',
] as const satisfies readonly InvoiceStatus[];

export const isLive = (invoice: Invoice): invoice is LiveInvoice =>
  invoice.status === 'requested' || invoice.status === 'issued' || invoice.status === 'red_letter_due';

/** A line of the invoice's history. */
export type InvoiceEvent = {
  readonly kind: 'requested' | 'reduced' | Exclude<InvoiceStatus, 'requested'>;
  readonly cause: 'user' | 'operator' | 'refund';
  /** The operator's name; null where no operator was involved. */
  readonly operator: string | null;
  readonly at: Date;
  /** Amounts and numbers, never people. */
  readonly detail: Readonly<Record<string, string>>;
};

/** An invoice in its new state, and what is written down about it. */
export type InvoiceMove<State extends Invoice = Invoice> = {
  readonly kind: 'moved';
  readonly invoice: State;
  readonly event: InvoiceEvent;
};
