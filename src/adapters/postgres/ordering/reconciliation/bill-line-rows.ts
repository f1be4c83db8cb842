import type { BillLine, RefundLine } from '../../../../domain/ordering/reconciliation/bill-line.ts';
import { milliFen } from '../../../../domain/ordering/reconciliation/milli-fen.ts';
import type { BeijingDay } from '../../../../domain/shared/beijing-time.ts';
import { fen } from '../../../../domain/shared/fen.ts';
import type { OutRefundNo, OutTradeNo, TransactionId } from '../../../../domain/shared/ids.ts';

export type BillLineRow = {
  mchid: string;
  day: BeijingDay;
  line: number;
  kind: BillLine['kind'];
  out_trade_no: OutTradeNo;
  out_refund_no: OutRefundNo | null;
  transaction_id: TransactionId;
  refund_id: string | null;
  state: RefundLine['state'] | null;
  amount_fen: bigint;
  settled_fen: bigint;
  fee_milli_fen: bigint;
  at: Date;
};

/** The table's checks say which kind has what. */
export function toBillLine(row: BillLineRow): BillLine {
  const base = {
    ...{ mchid: row.mchid, day: row.day, line: row.line, at: row.at },
    ...{ outTradeNo: row.out_trade_no, transactionId: row.transaction_id },
    ...{ amountFen: fen(Number(row.amount_fen)), settledFen: fen(Number(row.settled_fen)) },
    feeMilliFen: milliFen(Number(row.fee_milli_fen)),
  };
  if (row.kind === 'payment') return { ...base, kind: 'payment' };
  const { out_refund_no: outRefundNo, refund_id: refundId, state } = row;
  return {
    ...{ ...base, kind: 'refund', outRefundNo: outRefundNo as OutRefundNo },
    ...{ refundId: refundId as string, state: state as RefundLine['state'] },
  };
}

/** Each with its type. */
export const KEPT_COLUMNS = [
  ['mchid', 'text'],
  ['day', 'text'],
  ['line', 'integer'],
  ['kind', 'text'],
  ['out_trade_no', 'text'],
  ['out_refund_no', 'text'],
  ['transaction_id', 'text'],
  ['refund_id', 'text'],
  ['state', 'text'],
  ['amount_fen', 'bigint'],
  ['settled_fen', 'bigint'],
  ['fee_milli_fen', 'bigint'],
  ['at', 'timestamptz'],
] as const;

/** Stands for null. No value of a bill has it, as none has the end of a line. */
export const NOTHING = '\\N';

/** A text for each column, one line for each: as JSON, each line of a large bill would carry the names of all columns. */
export function billLineTexts(lines: readonly BillLine[]): string[] {
  const rows = lines.map(columnsOf);
  return KEPT_COLUMNS.map(([name]) => rows.map((row) => row[name] ?? NOTHING).join('\n'));
}

const columnsOf = (line: BillLine): Record<keyof BillLineRow, string | number | null> => ({
  mchid: line.mchid,
  day: line.day,
  line: line.line,
  kind: line.kind,
  out_trade_no: line.outTradeNo,
  out_refund_no: line.kind === 'refund' ? line.outRefundNo : null,
  transaction_id: line.transactionId,
  refund_id: line.kind === 'refund' ? line.refundId : null,
  state: line.kind === 'refund' ? line.state : null,
  amount_fen: line.amountFen,
  settled_fen: line.settledFen,
  fee_milli_fen: line.feeMilliFen,
  at: line.at.toISOString(),
});
