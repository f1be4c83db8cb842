import { z } from 'zod';
import { detailsJson, invoiceJson } from '../../adapters/http/miniprogram/invoice-json.ts';
import { publicId } from '../../adapters/http/public-id.ts';
import type { ShownInvoice } from '../../application/ordering/show-invoice.ts';
import { INVOICE_STATUSES, type Invoice, type InvoiceEvent } from '../../domain/ordering/invoice.ts';
import { instant, shownId } from '../face/answer.ts';
import { asYuan } from './yuan.ts';

const TitleShape = z.strictObject({
  ...{ kind: z.enum(['personal', 'company']), name: z.string(), email: z.string() },
  ...{ taxpayer_number: z.string().nullable(), bank_name: z.string().nullable(), bank_account: z.string().nullable() },
  ...{ address: z.string().nullable(), phone: z.string().nullable() },
});

/** What a state does not have is null. */
export const InvoiceShape = z.strictObject({
  id: shownId('inv'),
  order_id: shownId('ord'),
  user_id: shownId('usr'),
  status: z.enum(INVOICE_STATUSES),
  package_name: z.string(),
  amount_fen: z.int(),
  title: TitleShape,
  requested_at: instant,
  reason: z.string().nullable().meta({ description: 'of a rejection' }),
  rejected_at: instant.nullable(),
  rejected_by: z.string().nullable(),
  cancelled_at: instant.nullable(),
  cancelled_by: z.enum(['user', 'refund']).nullable(),
  number: z.string().nullable().meta({ description: 'of the tax office' }),
  download_url: z.string().nullable(),
  issued_at: instant.nullable(),
  issued_by: z.string().nullable(),
  refunded_fen: z.int().meta({ description: 'what went back after it was issued' }),
  red_letter_fen: z.int().nullable(),
  red_letter_number: z.string().nullable(),
  red_lettered_at: instant.nullable(),
  red_lettered_by: z.string().nullable(),
});
const EventShape = z.strictObject({
  kind: z.string(),
  cause: z.enum(['user', 'operator', 'refund']),
  operator: z.string().nullable(),
  at: instant,
  detail: z.record(z.string(), z.string()),
});
export const ShownInvoiceShape = InvoiceShape.extend({ history: z.array(EventShape) });

/** What users see of it, and what they do not. */
export const operatorJson = (invoice: Invoice) => ({
  ...invoiceJson(invoice),
  user_id: publicId('usr', invoice.userId),
  rejected_by: invoice.status === 'rejected' ? invoice.rejectedBy : null,
  issued_by: 'number' in invoice ? invoice.issuedBy : null,
  red_lettered_by: invoice.status === 'red_lettered' ? invoice.redLetteredBy : null,
});

export const shownJson = ({ invoice, history }: ShownInvoice) => ({
  ...operatorJson(invoice),
  history: history.map(({ detail, ...event }) => ({ ...event, detail: Object.fromEntries(namedAmounts(detail)) })),
});

/** Names in snake_case, as everywhere outside. */
const namedAmounts = (detail: InvoiceEvent['detail']): [name: string, value: string][] =>
  Object.entries(detail).map(([name, value]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);

export const lineOf = (invoice: Invoice): string =>
  [
    publicId('inv', invoice.id),
    invoice.status.padEnd(14),
    invoice.requestedAt.toISOString(),
    asYuan(invoice.amountFen).padStart(10),
    invoice.title.name,
  ].join('  ');

/** Everything that is needed to issue it, and what has happened to it. */
export function linesOf({ invoice, history }: ShownInvoice): string[] {
  const { title: _title, amount_fen: _amount, refunded_fen, red_letter_fen, ...said } = operatorJson(invoice);
  const amounts = {
    amount: `${asYuan(invoice.amountFen)} yuan`,
    ...('refundedSinceFen' in invoice
      ? { refunded_since: `${asYuan(invoice.refundedSinceFen)} yuan; the red-letter note is over the whole amount` }
      : {}),
  };
  const facts = Object.entries({ ...said, ...amounts, ...detailsJson(invoice.title) })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name.padEnd(16)} ${value instanceof Date ? value.toISOString() : value}`);
  return [...facts, '', ...history.map(eventLine)];
}

const eventLine = ({ at, kind, cause, operator, detail }: InvoiceEvent): string =>
  [
    at.toISOString(),
    kind.padEnd(14),
    operator === null ? cause : `${cause} ${operator}`,
    ...namedAmounts(detail).map(([name, value]) => `${name}=${value}`),
  ].join('  ');
