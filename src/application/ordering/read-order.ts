import type { PlacedOrder } from '../../domain/ordering/orders.ts';
import type { OrderId, UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type ReadOrderOutcome = ({ readonly kind: 'found' } & PlacedOrder) | { readonly kind: 'unknown_order' };
export type ReadOrder = (userId: UserId, orderId: OrderId) => Promise<ReadOrderOutcome>;

/** One of the user's own orders. Somebody else's is as unknown as one that never was. */
export const readOrder =
  ({ uow }: { readonly uow: UnitOfWork<'orders'> }): ReadOrder =>
  (userId, orderId) =>
    uow.run(async ({ orders }) => {
      const placed = await orders.find(orderId);
      return placed?.order.userId === userId ? { kind: 'found', ...placed } : { kind: 'unknown_order' };
    });
