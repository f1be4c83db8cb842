import { feeAsYuan } from '../../../domain/ordering/reconciliation/milli-fen.ts';
import type { OrderFile } from './order-file.ts';
import type { TraceLine } from './trace-line.ts';

/** What the provider's bills say, at the provider's own instants: of a payment, when it was paid; of a refund, when it was accepted. */
export const fromBills = ({ billed }: OrderFile): TraceLine[] =>
  billed.map((line) => ({
    ...{ at: line.at, what: `bill.${line.kind}`, cause: null },
    figures: {
      ...{ day: line.day, line: line.line, amountFen: line.amountFen, feeYuan: feeAsYuan(line.feeMilliFen) },
      ...(line.kind === 'refund' && { state: line.state }),
    },
    ids: {
      ...{ outTradeNo: line.outTradeNo, transactionId: line.transactionId },
      ...(line.kind === 'refund' && { outRefundNo: line.outRefundNo, providerRefundId: line.refundId }),
    },
  }));
