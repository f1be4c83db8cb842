import { isSettled, type Order } from '../../domain/ordering/order.ts';
import { CHECK_INTERVAL_MS } from '../../domain/ordering/payment-attempt.ts';
import type { OrderId, UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { QueryAndSettle } from './query-and-settle.ts';
import type { ReadOrder, ReadOrderOutcome } from './read-order.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'orders' | 'clock'>;
  readonly queryAndSettle: QueryAndSettle;
  readonly readOrder: ReadOrder;
};
export type CheckPayment = (userId: UserId, orderId: OrderId) => Promise<ReadOrderOutcome>;

/** 「我已支付」: asks the provider, at most every two seconds per order, and shows the order as it then stands. */
export const checkPayment =
  ({ uow, queryAndSettle, readOrder }: Dependencies): CheckPayment =>
  async (userId, orderId) => {
    const before = await readOrder(userId, orderId);
    if (before.kind !== 'found' || !mayChange(before.order)) return before;
    const { outTradeNo } = before.attempt.intent;
    const claimed = await uow.run(async ({ orders, clock }) =>
      orders.claimCheck(outTradeNo, await clock.now(), CHECK_INTERVAL_MS),
    );
    if (!claimed) return before;
    await queryAndSettle(outTradeNo, 'user');
    return readOrder(userId, orderId);
  };

/** A closed order may have been paid at the last moment. */
const mayChange = (order: Order): boolean => !isSettled(order);
