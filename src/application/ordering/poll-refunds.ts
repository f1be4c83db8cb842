import type { AcceptedRefund } from '../../domain/ordering/refund.ts';
import { nextRefundPollAt } from '../../domain/ordering/refund-schedule.ts';
import type { ReportFault } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { askAboutRefunds } from './ask-about-refunds.ts';
import type { QueryRefund } from './query-refund.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'refunds' | 'clock'>;
  readonly queryRefund: QueryRefund;
  readonly reportFault: ReportFault;
};

/** Asks about refunds under way, abnormal ones too: a notification may never come. */
export const pollRefunds = ({ queryRefund, ...dependencies }: Dependencies): Sweep => ({
  name: 'poll-refunds',
  everyMs: 5_000,
  run: askAboutRefunds<AcceptedRefund>(dependencies, {
    takeDue: (refunds, now, limit) => refunds.takeDuePolls(now, limit),
    nextAt: (tries, { acceptedAt }, now) => nextRefundPollAt(tries, acceptedAt, now),
    ask: queryRefund,
  }),
});
