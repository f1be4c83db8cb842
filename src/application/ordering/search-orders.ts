import type { ListedOrder, OrderFilter } from '../../domain/ordering/order-records.ts';
import type { OrderId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type Listed, takePage } from './list-invoices.ts';

/** `since` tells an instant from now; it counts beside `from`. */
export type OrderWish = OrderFilter & { readonly since?: (now: Date) => Date };
export type SearchOrders = (
  wish: OrderWish,
  page: { readonly after: OrderId | null; readonly limit: number },
) => Promise<Listed<ListedOrder>>;

/** For operators: orders of all buyers, newest first. */
export const searchOrders =
  ({ uow }: { readonly uow: UnitOfWork<'orderRecords' | 'clock'> }): SearchOrders =>
  ({ since, ...filter }, page) =>
    uow.run(async ({ orderRecords, clock }) => {
      const wanted = since ? { ...filter, from: since(await clock.now()) } : filter;
      return takePage(page, (onePastIt) => orderRecords.list(wanted, onePastIt));
    });
