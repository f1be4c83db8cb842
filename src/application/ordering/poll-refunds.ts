import { nextRefundPollAt } from '../../domain/ordering/refund-schedule.ts';
import { type ReportFault, runDue } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { QueryRefund } from './query-refund.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'refunds' | 'clock'>;
  readonly queryRefund: QueryRefund;
  readonly reportFault: ReportFault;
};

/** Asks about refunds under way, abnormal ones too: a notification may never come. Scheduled before asking, as payments are. */
export const pollRefunds = ({ uow, queryRefund, reportFault }: Dependencies): Sweep => ({
  name: 'poll-refunds',
  everyMs: 5_000,
  run: async (signal) => {
    const take = (limit: number) =>
      uow.run(async ({ refunds, clock }) => {
        const now = await clock.now();
        const taken = await refunds.takeDuePolls(now, limit);
        for (const { refund, tries } of taken) {
          await refunds.schedule(refund.id, tries + 1, nextRefundPollAt(tries + 1, refund.acceptedAt, now));
        }
        return taken;
      });
    await runDue(take, ({ refund }) => queryRefund(refund), { signal, reportFault });
  },
});
