import { addDays, endOfBeijingDay } from '../shared/beijing-time.ts';
import { type Fen, fen } from '../shared/fen.ts';
import type { InvoiceId } from '../shared/ids.ts';
import { type Invoice, type InvoiceMove, isLive, type LiveInvoice, type RequestedInvoice } from './invoice.ts';
import { sameDetails, type TitleDetails } from './invoice-title.ts';
import { isSettled, type Order, type SettledOrder } from './order.ts';

export type RequestDecision =
  | { readonly kind: 'open'; readonly order: SettledOrder }
  /** The same has been asked for before. */
  | { readonly kind: 'repeated'; readonly invoice: LiveInvoice }
  /** Asked for before, with other details: that request has to be cancelled first. */
  | { readonly kind: 'title_differs'; readonly invoice: LiveInvoice }
  | { readonly kind: 'already_issued'; readonly invoice: LiveInvoice }
  /** The red-letter note comes first. */
  | { readonly kind: 'being_reversed'; readonly invoice: LiveInvoice }
  | { readonly kind: 'order_unpaid' | 'order_closed' | 'order_refunded' }
  | { readonly kind: 'period_over'; readonly endedAt: Date };

type Period = { readonly now: Date; readonly requestDays: number };

export const refundedOf = (order: SettledOrder): Fen => (order.status === 'paid' ? fen(0) : order.refundedFen);
/** What was paid and has not gone back. */
export const invoiceableFen = (order: SettledOrder): Fen => fen(order.terms.amountFen - refundedOf(order));

/** May an invoice of this order be requested? `earlier`: all that were, in whatever state. */
export function decideInvoiceRequest(
  order: Order,
  earlier: readonly Invoice[],
  title: TitleDetails,
  { now, requestDays }: Period,
): RequestDecision {
  if (!isSettled(order)) return { kind: order.status === 'pending' ? 'order_unpaid' : 'order_closed' };
  const live = earlier.find(isLive);
  if (live) return decideRepetition(live, title);
  if (invoiceableFen(order) === 0) return { kind: 'order_refunded' };
  const begun = periodBegan(order, earlier);
  if (begun >= oldestRequestable({ now, requestDays })) return { kind: 'open', order };
  return { kind: 'period_over', endedAt: endOfBeijingDay(addDays(begun, requestDays)) };
}

function decideRepetition(invoice: LiveInvoice, title: TitleDetails): RequestDecision {
  if (invoice.status === 'red_letter_due') return { kind: 'being_reversed', invoice };
  if (sameDetails(invoice.title, title)) return { kind: 'repeated', invoice };
  return { kind: invoice.status === 'requested' ? 'title_differs' : 'already_issued', invoice };
}

/** Could an invoice be requested, whatever its title? `since`: see `oldestRequestable`. */
export const isRequestable = (order: Order, earlier: readonly Invoice[], since: Date): order is SettledOrder =>
  isSettled(order) && !earlier.some(isLive) && invoiceableFen(order) > 0 && periodBegan(order, earlier) >= since;

/**
 * A period that began at this instant is in its last day: it runs to the end of the day in Beijing that is `requestDays`
 * after the one on which it began.
 */
export const oldestRequestable = ({ now, requestDays }: Period): Date =>
  addDays(endOfBeijingDay(now), -(requestDays + 1));

/** With the payment; once more when an operator has turned down or reversed an invoice, since a user who was in time may ask again. */
function periodBegan(order: SettledOrder, earlier: readonly Invoice[]): Date {
  const begins = [order.paidAt, ...earlier.flatMap(endedByOperatorAt)].map((at) => at.getTime());
  return new Date(Math.max(...begins));
}

function endedByOperatorAt(invoice: Invoice): Date[] {
  if (invoice.status === 'rejected') return [invoice.rejectedAt];
  return invoice.status === 'red_lettered' ? [invoice.redLetteredAt] : [];
}

export function openInvoice(
  id: InvoiceId,
  order: SettledOrder,
  title: TitleDetails,
  now: Date,
): InvoiceMove<RequestedInvoice> {
  const amountFen = invoiceableFen(order);
  return {
    kind: 'moved',
    invoice: {
      ...{ status: 'requested', id, orderId: order.id, userId: order.userId, title, amountFen },
      packageName: order.terms.packageName,
      refundedBeforeFen: refundedOf(order),
      requestedAt: now,
    },
    event: {
      ...{ kind: 'requested', cause: 'user', operator: null, at: now },
      detail: { amountFen: String(amountFen) },
    },
  };
}
