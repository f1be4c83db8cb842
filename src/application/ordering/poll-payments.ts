import { nextPollAt } from '../../domain/ordering/payment-attempt.ts';
import { type ReportFault, runEach } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { QueryAndSettle } from './query-and-settle.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'orders' | 'clock'>;
  readonly queryAndSettle: QueryAndSettle;
  readonly reportFault: ReportFault;
};
const BATCH = 50;

/**
 * Asks the provider about open attempts: a notification may never come. The next question is scheduled before this one is
 * asked, so that a crash in between costs a delay and two workers never ask at once.
 */
export const pollPayments = ({ uow, queryAndSettle, reportFault }: Dependencies): Sweep => ({
  name: 'poll-payments',
  everyMs: 2_000,
  run: async (signal) => {
    const due = await uow.run(async ({ orders, clock }) => {
      const now = await clock.now();
      const taken = await orders.takeDuePolls(now, BATCH);
      for (const { outTradeNo, pollCount, expiresAt } of taken) {
        await orders.schedulePoll(outTradeNo, pollCount + 1, nextPollAt(pollCount + 1, expiresAt, now));
      }
      return taken;
    });
    await runEach(due, ({ outTradeNo }) => queryAndSettle(outTradeNo, 'poll'), { signal, reportFault });
  },
});
