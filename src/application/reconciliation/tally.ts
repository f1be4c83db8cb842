import type { BillLine } from '../../domain/ordering/reconciliation/bill-line.ts';
import { milliFen, roundedFen } from '../../domain/ordering/reconciliation/milli-fen.ts';
import type { Summary } from '../../domain/ordering/reconciliation/report.ts';
import type { BillRow } from '../../domain/ordering/trade-bill.ts';

/** The sums of a report while it grows. `matched` is known at the end. */
export type Tally = Omit<Summary, 'matched' | 'unbilled'>;

export const noTally: Tally = {
  ...{ payments: 0, refunds: 0, foreign: 0, notBookedYet: 0, paidFen: 0, refundedFen: 0 },
  ...{ feeMilliFen: milliFen(0), tradeBillFeeFen: 0, fundBillFeeFen: 0 },
};

/** With these lines of the trade bill, of which `ours` are ours. */
export function withLines(tally: Tally, lines: readonly BillLine[], ours: readonly BillLine[], notYet: number): Tally {
  const payments = ours.filter(({ kind }) => kind === 'payment');
  const refunds = ours.filter(({ kind }) => kind === 'refund');
  return {
    ...tally,
    payments: tally.payments + payments.length,
    refunds: tally.refunds + refunds.length,
    foreign: tally.foreign + lines.length - ours.length,
    notBookedYet: tally.notBookedYet + notYet,
    paidFen: tally.paidFen + sum(payments, ({ amountFen }) => amountFen),
    refundedFen: tally.refundedFen + sum(refunds, ({ amountFen }) => amountFen),
    feeMilliFen: milliFen(tally.feeMilliFen + sum(ours, ({ feeMilliFen }) => feeMilliFen)),
    tradeBillFeeFen: tally.tradeBillFeeFen + sum(lines, ({ feeMilliFen }) => roundedFen(feeMilliFen)),
  };
}

const sum = (rows: readonly BillRow[], of: (row: BillRow) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);
