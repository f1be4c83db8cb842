import type { ApprovedRefund } from '../../domain/ordering/refund.ts';
import { nextSendAt } from '../../domain/ordering/refund-schedule.ts';
import type { ReportFault } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { askAboutRefunds } from './ask-about-refunds.ts';
import type { SendRefund } from './send-refund.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'refunds' | 'clock'>;
  readonly sendRefund: SendRefund;
  readonly reportFault: ReportFault;
};

/** Sends approved refunds, each until there is an answer. */
export const sendRefunds = ({ sendRefund, ...dependencies }: Dependencies): Sweep => ({
  name: 'send-refunds',
  everyMs: 2_000,
  run: askAboutRefunds<ApprovedRefund>(dependencies, {
    takeDue: (refunds, now, limit) => refunds.takeDueSends(now, limit),
    nextAt: (tries, _, now) => nextSendAt(tries, now),
    ask: ({ id }) => sendRefund(id),
  }),
});
