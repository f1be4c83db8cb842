import { CLOSE_RETRY_MS } from '../../domain/ordering/payment-attempt.ts';
import { type ReportFault, runDue } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { CloseUnpaid } from './close-unpaid.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'orders' | 'clock'>;
  readonly closeUnpaid: CloseUnpaid;
  readonly reportFault: ReportFault;
};

/** Closes orders whose time to pay is over, with the provider's consent; comes back later where it had none. */
export const closeExpiredOrders = ({ uow, closeUnpaid, reportFault }: Dependencies): Sweep => ({
  name: 'close-expired-orders',
  everyMs: 5_000,
  run: async (signal) => {
    const take = (limit: number) =>
      uow.run(async ({ orders, clock }) => {
        const now = await clock.now();
        const taken = await orders.takeDueCloses(now, limit);
        const retryAt = new Date(now.getTime() + CLOSE_RETRY_MS);
        for (const outTradeNo of taken) await orders.scheduleClose(outTradeNo, retryAt);
        return taken;
      });
    await runDue(take, (outTradeNo) => closeUnpaid(outTradeNo, 'expiry', 'order'), { signal, reportFault });
  },
});
