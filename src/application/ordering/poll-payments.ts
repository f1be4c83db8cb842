import { askedUntil } from '../../domain/ordering/asked-until.ts';
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
type Question = {
  readonly outTradeNo: OutTradeNo;
  /** Until then it is ours to ask; then somebody else asks, whether we have died or not. */
  readonly ours: Date;
  /** Null: this is the last one, if it is answered. */
  readonly next: Date | null;
  readonly retryAt: Date;
};

/**
 * Asks the provider about open attempts: a notification may never come. Who asks has half a minute for it, so that two workers do
 * not ask at once and a crash costs no more; then comes the next question. Asking ends with an answer only.
 */
export const pollPayments = ({ uow, queryAndSettle, reportFault }: Dependencies): Sweep => {
  const postpone = async ({ outTradeNo, ours }: Question, to: Date | null): Promise<void> => {
    if (to?.getTime() !== ours.getTime()) await uow.run(({ orders }) => orders.postponePoll(outTradeNo, ours, to));
  };
  const ask = async (question: Question): Promise<void> => {
    const { outTradeNo, next, retryAt } = question;
    try {
      await queryAndSettle(outTradeNo, 'poll');
    } catch (fault) {
      await postpone(question, next ?? retryAt);
      throw fault;
    }
    await postpone(question, next);
  };
  const take = (limit: number) => uow.run((stores) => takeQuestions(stores, limit));
  return {
    name: 'poll-payments',
    everyMs: 2_000,
    run: (signal) => runDue(take, ask, { signal, reportFault }),
  };
};

async function takeQuestions({ orders, clock }: Pick<Stores, 'orders' | 'clock'>, limit: number): Promise<Question[]> {
  const now = await clock.now();
  const retryAt = new Date(now.getTime() + LAST_POLL_RETRY_MS);
  const questions: Question[] = [];
  for (const { outTradeNo, pollCount, expiresAt } of await orders.takeDuePolls(now, limit)) {
    const next = nextPollAt(pollCount + 1, expiresAt, now);
    const ours = askedUntil(next ?? retryAt, now);
    await orders.schedulePoll(outTradeNo, pollCount + 1, ours);
    questions.push({ outTradeNo, ours, next, retryAt });
  }
  return questions;
}
