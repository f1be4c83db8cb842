import type { Invoice } from '../../domain/ordering/invoice.ts';
import { isLive } from '../../domain/ordering/invoice.ts';
import { afterRefund } from '../../domain/ordering/invoice-refund.ts';
import { refundedOf } from '../../domain/ordering/invoice-request.ts';
import type { SettledOrder } from '../../domain/ordering/order.ts';
import type { Stores } from '../shared/unit-of-work.ts';

/**
 * For the transaction in which a refund succeeds, after it has locked `order` and given it its new state: brings the order's
 * invoice into line. Gives the invoice if it has changed. Calling it again changes nothing.
 */
export async function noteRefundOnInvoice(
  { invoices }: Pick<Stores, 'invoices'>,
  order: SettledOrder,
  now: Date,
): Promise<Invoice | null> {
  const live = (await invoices.ofOrder(order.id)).find(isLive);
  const move = live && afterRefund(live, refundedOf(order), now);
  if (!move) return null;
  await invoices.save(move.invoice, move.event);
  return move.invoice;
}
