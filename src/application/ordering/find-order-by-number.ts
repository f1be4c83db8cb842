import type { OrderId, OutTradeNo } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type FindOrderByNumber = (outTradeNo: OutTradeNo) => Promise<OrderId | null>;

/** The order that this number was to collect for. Whose it is, the caller has still to ask. */
export const findOrderByNumber =
  ({ uow }: { readonly uow: UnitOfWork<'orders'> }): FindOrderByNumber =>
  (outTradeNo) =>
    uow.run(async ({ orders }) => (await orders.findAttempt(outTradeNo))?.orderId ?? null);
