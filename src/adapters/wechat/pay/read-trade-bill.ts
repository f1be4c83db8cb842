import type { BillRow, PaymentRow, RefundRow } from '../../../domain/ordering/trade-bill.ts';
import type { OutRefundNo, OutTradeNo, TransactionId } from '../../../domain/shared/ids.ts';
import { type BillCells, fenIn, instantIn, milliFenIn, readBillTable } from './read-bill-table.ts';

const columns = [
  ...(['交易时间', '商户号', '微信订单号', '商户订单号', '交易状态', '应结订单金额', '订单金额', '手续费'] as const),
  ...(['微信退款单号', '商户退款单号', '退款金额', '申请退款金额', '退款状态'] as const),
] as const;
type Cells = BillCells<(typeof columns)[number]>;

/** WeChat Pay, 交易账单, type ALL. */
export const readTradeBill = (bytes: AsyncIterable<Uint8Array>): AsyncIterable<BillRow[]> =>
  readBillTable(bytes, columns, readRow);

function readRow(cells: Cells): BillRow | null {
  switch (cells.交易状态) {
    case 'SUCCESS':
      return readPayment(cells);
    case 'REFUND':
      return readRefund(cells);
    default:
      // REVOKED and the like belong to ways of paying that we do not offer.
      return null;
  }
}

const readPayment = (cells: Cells): PaymentRow => ({
  kind: 'payment',
  mchid: cells.商户号,
  outTradeNo: cells.商户订单号 as OutTradeNo,
  transactionId: cells.微信订单号 as TransactionId,
  amountFen: fenIn(cells.订单金额),
  settledFen: fenIn(cells.应结订单金额),
  feeMilliFen: milliFenIn(cells.手续费),
  at: instantIn(cells.交易时间),
});

const readRefund = (cells: Cells): RefundRow => ({
  kind: 'refund',
  mchid: cells.商户号,
  outTradeNo: cells.商户订单号 as OutTradeNo,
  outRefundNo: cells.商户退款单号 as OutRefundNo,
  transactionId: cells.微信订单号 as TransactionId,
  refundId: cells.微信退款单号,
  state: STATES.get(cells.退款状态) ?? 'processing',
  amountFen: fenIn(cells.申请退款金额),
  settledFen: fenIn(cells.退款金额),
  feeMilliFen: milliFenIn(cells.手续费),
  at: instantIn(cells.交易时间),
});

/** A bill is never corrected, so that of a refund under way only a question tells more. */
const STATES: ReadonlyMap<string, RefundRow['state']> = new Map([
  ['SUCCESS', 'succeeded'],
  ['CLOSED', 'closed'],
]);
