import {
  billedAgain,
  paymentNotBilled,
  refundNotBilled,
  refundSpanOf,
} from '../../domain/ordering/reconciliation/absent.ts';
import { providerNoOf } from '../../domain/ordering/reconciliation/bill-line.ts';
import type { Difference } from '../../domain/ordering/reconciliation/difference.ts';
import {
  compareFunds,
  type FundSum,
  flowWithoutLine,
  mayBeOfDayBefore,
} from '../../domain/ordering/reconciliation/funds.ts';
import type { Span } from '../../domain/ordering/reconciliation/records.ts';
import type { Reconciliation } from '../../domain/ordering/reconciliation/report.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type AbsentNeeds = 'billLines' | 'billedRecords';

/** What no line of the bill has led to: ours that it does not have, what it has twice, and money (`flows`) that moved without a line. */
export async function findAbsent(
  stores: Pick<Stores, AbsentNeeds>,
  { mchid, day }: Reconciliation,
  span: Span,
  flows: readonly FundSum[],
): Promise<Difference[]> {
  const { billLines, billedRecords } = stores;
  return [
    ...(await billedRecords.paymentsWithoutLine(mchid, span)).map(paymentNotBilled),
    ...(await billedRecords.refundsWithoutLine(mchid, refundSpanOf(span))).map(refundNotBilled),
    ...(await billLines.repeatedIn(mchid, day)).map(billedAgain),
    ...(await judgeFlows(stores, flows, span.from)),
  ];
}

/** What was booked after midnight has its line in the bill of the day before, if that was ours. */
async function judgeFlows(
  { billLines }: Pick<Stores, 'billLines'>,
  rest: readonly FundSum[],
  dayBeginsAt: Date,
): Promise<Difference[]> {
  const lines = await billLines.ofProviderNos(rest.map(({ providerNo }) => providerNo));
  const lineOf = new Map(lines.map((line) => [providerNoOf(line), line]));
  return rest.flatMap((sum) => {
    const line = lineOf.get(sum.providerNo);
    if (!line) return mayBeOfDayBefore(sum, dayBeginsAt) ? [] : [flowWithoutLine(sum)];
    const verdict = compareFunds(line, sum, dayBeginsAt);
    return verdict.kind === 'differs' ? [verdict.difference] : [];
  });
}
