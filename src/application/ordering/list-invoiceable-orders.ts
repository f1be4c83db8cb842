import { oldestRequestable } from '../../domain/ordering/invoice-request.ts';
import type { Page } from '../../domain/ordering/invoices.ts';
import type { SettledOrder } from '../../domain/ordering/order.ts';
import type { OrderId, UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type Listed, takePage } from './list-invoices.ts';

type Dependencies = { readonly uow: UnitOfWork<'invoices' | 'clock'>; readonly invoiceRequestDays: number };
export type ListInvoiceableOrders = (userId: UserId, page: Page<OrderId>) => Promise<Listed<SettledOrder>>;

/** The orders of which the user may request an invoice, the one paid last first. */
export const listInvoiceableOrders =
  ({ uow, invoiceRequestDays: requestDays }: Dependencies): ListInvoiceableOrders =>
  (userId, page) =>
    uow.run(async ({ invoices, clock }) => {
      const since = oldestRequestable({ now: await clock.now(), requestDays });
      return takePage(page, (onePastIt) => invoices.listRequestable(userId, since, onePastIt));
    });
