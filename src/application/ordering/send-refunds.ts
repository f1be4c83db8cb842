import { nextSendAt } from '../../domain/ordering/refund-schedule.ts';
import { type ReportFault, runDue } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { SendRefund } from './send-refund.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'refunds' | 'clock'>;
  readonly sendRefund: SendRefund;
  readonly reportFault: ReportFault;
};

/** Sends approved refunds. The next try is scheduled before this one, so that two workers never send one at once. */
export const sendRefunds = ({ uow, sendRefund, reportFault }: Dependencies): Sweep => ({
  name: 'send-refunds',
  everyMs: 2_000,
  run: async (signal) => {
    const take = (limit: number) =>
      uow.run(async ({ refunds, clock }) => {
        const now = await clock.now();
        const taken = await refunds.takeDueSends(now, limit);
        for (const { refund, tries } of taken) await refunds.schedule(refund.id, tries + 1, nextSendAt(tries + 1, now));
        return taken;
      });
    await runDue(take, ({ refund }) => sendRefund(refund.id), { signal, reportFault });
  },
});
