import { closeOrder } from '../../domain/ordering/order.ts';
import type { PaymentGateway } from '../../domain/ordering/payment-gateway.ts';
import type { Cause } from '../../domain/ordering/settlement.ts';
import type { OutTradeNo } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { QueryAndSettle } from './query-and-settle.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'orders' | 'clock'>;
  readonly gateway: PaymentGateway;
  readonly queryAndSettle: QueryAndSettle;
};
/** `paid`: there is, or may be, a payment after all; it has been settled or set aside, or the next question will find it. */
export type CloseUnpaid = (outTradeNo: OutTradeNo, cause: Cause) => Promise<'closed' | 'paid'>;

/**
 * Query, close, query: a buyer who is typing the password may still complete a payment after WeChat has confirmed the
 * close, so only the second question decides.
 */
export const closeUnpaid =
  ({ uow, gateway, queryAndSettle }: Dependencies): CloseUnpaid =>
  async (outTradeNo, cause) => {
    const isUnpaid = async (): Promise<boolean> => {
      const { kind } = await queryAndSettle(outTradeNo, cause);
      return kind === 'unpaid' || kind === 'closed' || kind === 'unknown';
    };
    if (!(await isUnpaid())) return 'paid';
    const { kind: answer } = await gateway.close(outTradeNo);
    if (!(await isUnpaid())) return 'paid';
    // Its two answers differ, so the order stays open: closed, nobody would ask about it any more.
    if (answer === 'already_paid') return 'paid';
    return uow.run(async ({ orders, clock }) => {
      const found = await orders.lock(outTradeNo);
      if (found?.order.status === 'paid') return 'paid';
      if (found?.order.status === 'pending') {
        const now = await clock.now();
        await orders.save(closeOrder(found.order, now), { kind: 'closed', cause, at: now, detail: {} });
      }
      return 'closed';
    });
  };
