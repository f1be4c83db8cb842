import type { Invoice, InvoiceStatus } from '../../../domain/ordering/invoice.ts';
import type { TaxpayerNumber } from '../../../domain/ordering/invoice-taxpayer-number.ts';
import type { InvoiceTitle, TitleDetails } from '../../../domain/ordering/invoice-title.ts';
import { fen } from '../../../domain/shared/fen.ts';
import type { InvoiceId, InvoiceTitleId, OrderId, UserId } from '../../../domain/shared/ids.ts';

export type InvoiceRow = {
  id: InvoiceId;
  order_id: OrderId;
  user_id: UserId;
  status: InvoiceStatus;
  title: TitleDetails;
  package_name: string;
  amount_fen: number;
  refunded_before_fen: number;
  requested_at: Date;
  reason: string | null;
  rejected_at: Date | null;
  rejected_by: string | null;
  cancelled_at: Date | null;
  cancelled_by: 'user' | 'refund' | null;
  number: string | null;
  download_url: string | null;
  issued_at: Date | null;
  issued_by: string | null;
  refunded_since_fen: number | null;
  red_letter_number: string | null;
  red_lettered_at: Date | null;
  red_lettered_by: string | null;
};

/** The table's checks say which columns a row of each state has. */
export function toInvoice(row: InvoiceRow): Invoice {
  const base = toBase(row);
  switch (row.status) {
    case 'requested':
      return { ...base, status: 'requested' };
    case 'rejected':
      return { ...base, ...toRejection(row), status: 'rejected' };
    case 'cancelled': {
      const cancelledBy = row.cancelled_by as 'user' | 'refund';
      return { ...base, status: 'cancelled', cancelledAt: row.cancelled_at as Date, cancelledBy };
    }
    case 'issued':
      return { ...base, ...toIssue(row), status: 'issued' };
    case 'red_letter_due':
      return { ...base, ...toIssue(row), ...toReversal(row), status: 'red_letter_due' };
    case 'red_lettered':
      return { ...base, ...toIssue(row), ...toReversal(row), ...toRedLetter(row), status: 'red_lettered' };
  }
}

const toBase = (row: InvoiceRow) => ({
  id: row.id,
  orderId: row.order_id,
  userId: row.user_id,
  title: row.title,
  packageName: row.package_name,
  amountFen: fen(row.amount_fen),
  refundedBeforeFen: fen(row.refunded_before_fen),
  requestedAt: row.requested_at,
});

const toRejection = (row: InvoiceRow) => ({
  reason: row.reason as string,
  rejectedAt: row.rejected_at as Date,
  rejectedBy: row.rejected_by as string,
});

const toIssue = (row: InvoiceRow) => ({
  number: row.number as string,
  downloadUrl: row.download_url,
  issuedAt: row.issued_at as Date,
  issuedBy: row.issued_by as string,
});

const toReversal = (row: InvoiceRow) => ({ refundedSinceFen: fen(row.refunded_since_fen as number) });

const toRedLetter = (row: InvoiceRow) => ({
  redLetterNumber: row.red_letter_number as string,
  redLetteredAt: row.red_lettered_at as Date,
  redLetteredBy: row.red_lettered_by as string,
});

export const invoiceColumns = (invoice: Invoice) => ({
  id: invoice.id,
  order_id: invoice.orderId,
  user_id: invoice.userId,
  title: JSON.stringify(invoice.title),
  package_name: invoice.packageName,
  requested_at: invoice.requestedAt,
  ...movedInvoiceColumns(invoice),
});

/** What moves change: the state with its own columns, and the amount. */
export const movedInvoiceColumns = (invoice: Invoice) => ({
  status: invoice.status,
  amount_fen: invoice.amountFen,
  refunded_before_fen: invoice.refundedBeforeFen,
  ...stateColumns(invoice),
});

function stateColumns(invoice: Invoice): Partial<InvoiceRow> {
  switch (invoice.status) {
    case 'requested':
      return {};
    case 'rejected': {
      const { reason, rejectedAt, rejectedBy } = invoice;
      return { reason, rejected_at: rejectedAt, rejected_by: rejectedBy };
    }
    case 'cancelled':
      return { cancelled_at: invoice.cancelledAt, cancelled_by: invoice.cancelledBy };
    case 'issued':
      return issueColumns(invoice);
    case 'red_letter_due':
      return { ...issueColumns(invoice), refunded_since_fen: invoice.refundedSinceFen };
    case 'red_lettered': {
      const { refundedSinceFen, redLetterNumber, redLetteredAt, redLetteredBy } = invoice;
      const note = { red_letter_number: redLetterNumber, red_lettered_at: redLetteredAt };
      const reversal = { refunded_since_fen: refundedSinceFen, red_lettered_by: redLetteredBy };
      return { ...issueColumns(invoice), ...note, ...reversal };
    }
  }
}

const issueColumns = ({ number, downloadUrl, issuedAt, issuedBy }: Extract<Invoice, { number: string }>) => ({
  ...{ number, download_url: downloadUrl, issued_at: issuedAt, issued_by: issuedBy },
});

export type TitleRow = {
  id: InvoiceTitleId;
  user_id: UserId;
  kind: TitleDetails['kind'];
  name: string;
  email: string;
  taxpayer_number: TaxpayerNumber | null;
  bank_name: string | null;
  bank_account: string | null;
  address: string | null;
  phone: string | null;
  is_default: boolean;
  created_at: Date;
};

export const toTitle = (row: TitleRow): InvoiceTitle => ({
  id: row.id,
  userId: row.user_id,
  details: toDetails(row),
  isDefault: row.is_default,
  createdAt: row.created_at,
});

const toDetails = (row: TitleRow): TitleDetails =>
  row.kind === 'personal'
    ? { kind: 'personal', name: row.name, email: row.email }
    : {
        ...{ kind: 'company', name: row.name, email: row.email, address: row.address, phone: row.phone },
        taxpayerNumber: row.taxpayer_number as TaxpayerNumber,
        bankName: row.bank_name,
        bankAccount: row.bank_account,
      };

export function detailColumns(details: TitleDetails) {
  const { kind, name, email } = details;
  const company = details.kind === 'company' ? details : null;
  return {
    ...{ kind, name, email, address: company?.address ?? null, phone: company?.phone ?? null },
    taxpayer_number: company?.taxpayerNumber ?? null,
    bank_name: company?.bankName ?? null,
    bank_account: company?.bankAccount ?? null,
  };
}
