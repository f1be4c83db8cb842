import type { Invoice } from '../../domain/ordering/invoice.ts';
import { isSettled, type Order } from '../../domain/ordering/order.ts';
import type { InvoiceId, OrderId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

/** An order that may have invoices is locked by the number that paid it, as refunds lock it; others have none to protect. */
export async function lockInvoicedOrder({ orders }: Pick<Stores, 'orders'>, id: OrderId): Promise<Order | null> {
  const order = (await orders.find(id))?.order ?? null;
  if (!order || !isSettled(order)) return order;
  return (await orders.lock(order.outTradeNo))?.order ?? null;
}

/** The invoice as it stands once its order is locked: requests, refunds and operators wait for each other there. */
export async function lockInvoice(stores: Pick<Stores, 'orders' | 'invoices'>, id: InvoiceId): Promise<Invoice | null> {
  const found = await stores.invoices.find(id);
  if (!found) return null;
  await lockInvoicedOrder(stores, found.orderId);
  return stores.invoices.find(id);
}
