import type { BillLine } from '../../domain/ordering/reconciliation/bill-line.ts';
import { classifyPayment, classifyRefund, type Verdict } from '../../domain/ordering/reconciliation/classify.ts';
import { accountOf } from '../../domain/shared/ids.ts';
import { noPoints } from '../../domain/shared/points.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type JudgeNeeds = 'billedRecords' | 'soldPoints';
export type JudgedLine = { readonly line: BillLine; readonly verdict: Verdict };

/** Holds lines of a bill against our orders and refunds, and these against the ledger: four questions, however many lines. */
export async function judgeLines(
  { billedRecords, soldPoints }: Pick<Stores, JudgeNeeds>,
  lines: readonly BillLine[],
): Promise<JudgedLine[]> {
  const outRefundNos = lines.flatMap((line) => (line.kind === 'refund' ? [line.outRefundNo] : []));
  const payments = await billedRecords.paymentsOf([...new Set(lines.map(({ outTradeNo }) => outTradeNo))]);
  const refunds = await billedRecords.refundsOf(outRefundNos);
  const granted = await soldPoints.grantsOf(
    [...payments.values()].map(({ orderId, userId }) => ({ orderId, accountId: accountOf(userId) })),
  );
  const taken = await soldPoints.freezesOf(
    [...refunds.values()].map(({ id, userId }) => ({ refundId: id, accountId: accountOf(userId) })),
  );
  return lines.map((line) => {
    const payment = payments.get(line.outTradeNo) ?? null;
    if (line.kind === 'payment') {
      const points = (payment && granted.get(payment.orderId)) ?? noPoints;
      return { line, verdict: classifyPayment(line, payment, points) };
    }
    const refund = refunds.get(line.outRefundNo) ?? null;
    return { line, verdict: classifyRefund(line, refund, payment, (refund && taken.get(refund.id)) ?? null) };
  });
}
