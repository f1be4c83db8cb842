import type { Invoice, InvoiceMove } from '../../domain/ordering/invoice.ts';
import type { NumberHolder } from '../../domain/ordering/invoices.ts';
import type { InvoiceId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { lockInvoice } from './lock-invoice.ts';

export type OperateNeeds = 'orders' | 'invoices' | 'clock';
export type UnknownInvoice = { readonly kind: 'unknown_invoice' };
/** Two papers never have one number: somebody has mistyped it, or confused two invoices. */
export type NumberTaken = { readonly kind: 'number_taken'; readonly by: InvoiceId };

/** Inside a transaction: what `decide` makes of the locked invoice, saved if it is a move. */
export async function moveInvoice<Refusal extends { readonly kind: string }>(
  stores: Pick<Stores, OperateNeeds>,
  id: InvoiceId,
  decide: (invoice: Invoice, now: Date) => InvoiceMove | Refusal,
): Promise<InvoiceMove | Refusal | UnknownInvoice> {
  const invoice = await lockInvoice(stores, id);
  if (!invoice) return { kind: 'unknown_invoice' };
  const outcome = decide(invoice, await stores.clock.now());
  if (isMove(outcome)) await stores.invoices.save(outcome.invoice, outcome.event);
  return outcome;
}

const isMove = (outcome: { readonly kind: string }): outcome is InvoiceMove => outcome.kind === 'moved';

/** Is this number another paper's? It stays locked until the transaction ends. */
export async function findTaken(
  { invoices }: Pick<Stores, 'invoices'>,
  number: string,
  paper: NumberHolder,
): Promise<NumberTaken | null> {
  await invoices.lockNumber(number);
  const holder = await invoices.findNumber(number);
  if (!holder || (holder.of === paper.of && holder.as === paper.as)) return null;
  return { kind: 'number_taken', by: holder.of };
}
