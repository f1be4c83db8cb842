import { askedUntil } from '../../domain/ordering/asked-until.ts';
import type { AcceptedRefund } from '../../domain/ordering/refund.ts';
import { nextRefundPollAt } from '../../domain/ordering/refund-schedule.ts';
import { type ReportFault, runDue } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import type { QueryRefund } from './query-refund.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'refunds' | 'clock'>;
  readonly queryRefund: QueryRefund;
  readonly reportFault: ReportFault;
};
type Question = { readonly refund: AcceptedRefund; readonly ours: Date; readonly next: Date };

/** Asks about refunds under way, abnormal ones too: a notification may never come. Each question is somebody's, as payments' are. */
export const pollRefunds = ({ uow, queryRefund, reportFault }: Dependencies): Sweep => {
  const ask = async ({ refund, ours, next }: Question): Promise<void> => {
    try {
      await queryRefund(refund);
    } finally {
      await uow.run(({ refunds }) => refunds.postpone(refund.id, ours, next));
    }
  };
  const take = (limit: number) => uow.run((stores) => takeQuestions(stores, limit));
  return { name: 'poll-refunds', everyMs: 5_000, run: (signal) => runDue(take, ask, { signal, reportFault }) };
};

async function takeQuestions(
  { refunds, clock }: Pick<Stores, 'refunds' | 'clock'>,
  limit: number,
): Promise<Question[]> {
  const now = await clock.now();
  const questions: Question[] = [];
  for (const { refund, tries } of await refunds.takeDuePolls(now, limit)) {
    const next = nextRefundPollAt(tries + 1, refund.acceptedAt, now);
    const ours = askedUntil(next, now);
    await refunds.schedule(refund.id, tries + 1, ours);
    questions.push({ refund, ours, next });
  }
  return questions;
}
