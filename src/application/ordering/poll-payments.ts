import { LAST_POLL_RETRY_MS, nextPollAt } from '../../domain/ordering/payment-attempt.ts';
import type { OutTradeNo } from '../../domain/shared/ids.ts';
import { type ReportFault, runDue } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import type { QueryAndSettle } from './query-and-settle.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'orders' | 'clock'>;
  readonly queryAndSettle: QueryAndSettle;
  readonly reportFault: ReportFault;
};
type Question = { readonly outTradeNo: OutTradeNo; readonly pollCount: number; readonly isLast: boolean };

/**
 * Asks the provider about open attempts: a notification may never come. The next question is scheduled before this one is
 * asked, so that a crash in between costs a delay and two workers never ask at once. Asking ends with an answer only.
 */
export const pollPayments = ({ uow, queryAndSettle, reportFault }: Dependencies): Sweep => ({
  name: 'poll-payments',
  everyMs: 2_000,
  run: async (signal) => {
    const ask = async ({ outTradeNo, pollCount, isLast }: Question): Promise<void> => {
      await queryAndSettle(outTradeNo, 'poll');
      if (isLast) await uow.run(({ orders }) => orders.schedulePoll(outTradeNo, pollCount, null));
    };
    const take = (limit: number) => uow.run((stores) => takeQuestions(stores, limit));
    await runDue(take, ask, { signal, reportFault });
  },
});

async function takeQuestions({ orders, clock }: Pick<Stores, 'orders' | 'clock'>, limit: number): Promise<Question[]> {
  const now = await clock.now();
  const questions: Question[] = [];
  for (const { outTradeNo, pollCount, expiresAt } of await orders.takeDuePolls(now, limit)) {
    const next = nextPollAt(pollCount + 1, expiresAt, now);
    const at = next ?? new Date(now.getTime() + LAST_POLL_RETRY_MS);
    await orders.schedulePoll(outTradeNo, pollCount + 1, at);
    questions.push({ outTradeNo, pollCount: pollCount + 1, isLast: next === null });
  }
  return questions;
}
