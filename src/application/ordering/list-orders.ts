import type { OrderPage, PlacedOrder } from '../../domain/ordering/orders.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type Listed, takePage } from './list-invoices.ts';

export type ListOrders = (userId: UserId, page: OrderPage) => Promise<Listed<PlacedOrder>>;

/** 购买记录: the user's orders, newest first. */
export const listOrders =
  ({ uow }: { readonly uow: UnitOfWork<'orders'> }): ListOrders =>
  (userId, page) =>
    uow.run(({ orders }) => takePage(page, (onePastIt) => orders.listOf(userId, onePastIt)));
