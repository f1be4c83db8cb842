import type { Invoice } from '../../../domain/ordering/invoice.ts';
import { invoiceableFen, refundedOf } from '../../../domain/ordering/invoice-request.ts';
import type { InvoiceTitle, TitleDetails } from '../../../domain/ordering/invoice-title.ts';
import type { SettledOrder } from '../../../domain/ordering/order.ts';
import { publicId } from '../public-id.ts';

/** The same members for a person and a company, so that a form can be filled from either. */
export function detailsJson(details: TitleDetails) {
  const { kind, name, email } = details;
  const company = details.kind === 'company' ? details : null;
  return {
    ...{ kind, name, email },
    taxpayer_number: company?.taxpayerNumber ?? null,
    bank_name: company?.bankName ?? null,
    bank_account: company?.bankAccount ?? null,
    address: company?.address ?? null,
    phone: company?.phone ?? null,
  };
}

export const titleJson = ({ id, details, isDefault, createdAt }: InvoiceTitle) => ({
  id: publicId('ttl', id),
  ...detailsJson(details),
  is_default: isDefault,
  created_at: createdAt,
});

/** What its user may know; which operator did what is not among it. */
export const invoiceJson = (invoice: Invoice) => ({
  id: publicId('inv', invoice.id),
  order_id: publicId('ord', invoice.orderId),
  status: invoice.status,
  package_name: invoice.packageName,
  amount_fen: invoice.amountFen,
  title: detailsJson(invoice.title),
  requested_at: invoice.requestedAt,
  reason: invoice.status === 'rejected' ? invoice.reason : null,
  rejected_at: invoice.status === 'rejected' ? invoice.rejectedAt : null,
  cancelled_at: invoice.status === 'cancelled' ? invoice.cancelledAt : null,
  cancelled_by: invoice.status === 'cancelled' ? invoice.cancelledBy : null,
  number: 'number' in invoice ? invoice.number : null,
  download_url: 'number' in invoice ? invoice.downloadUrl : null,
  issued_at: 'number' in invoice ? invoice.issuedAt : null,
  ...reversalJson(invoice),
});

/** The note is over the whole invoice; `refunded_fen` is what made it necessary. */
const reversalJson = (invoice: Invoice) => ({
  refunded_fen: 'refundedSinceFen' in invoice ? invoice.refundedSinceFen : 0,
  red_letter_fen: 'refundedSinceFen' in invoice ? invoice.amountFen : null,
  red_letter_number: invoice.status === 'red_lettered' ? invoice.redLetterNumber : null,
  red_lettered_at: invoice.status === 'red_lettered' ? invoice.redLetteredAt : null,
});

export const invoiceableOrderJson = (order: SettledOrder) => ({
  order_id: publicId('ord', order.id),
  package_name: order.terms.packageName,
  amount_fen: order.terms.amountFen,
  refunded_fen: refundedOf(order),
  requestable_fen: invoiceableFen(order),
  paid_at: order.paidAt,
});
