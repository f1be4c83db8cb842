import type { Payment } from '../../src/domain/ordering/payment-gateway.ts';
import { milliFen } from '../../src/domain/ordering/reconciliation/milli-fen.ts';
import type { PaymentRecord, RefundRecord } from '../../src/domain/ordering/reconciliation/records.ts';
import type { PaymentRow, RefundRow } from '../../src/domain/ordering/trade-bill.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import type { OrderId, OutRefundNo, OutTradeNo, RefundId, TransactionId, UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { OURS } from './builders.ts';
import { newId } from './ids.ts';
import { NOON } from './instants.ts';

const newNumber = <Name extends string>(): Name => newId().replaceAll('-', '') as Name;
/** WeChat keeps 0.6 %. */
const feeOf = (amountFen: number) => milliFen(amountFen * 6);

/** A payment of 990 fen at noon. */
export function aPaymentRow(change: Partial<PaymentRow> = {}): PaymentRow {
  const amountFen = change.amountFen ?? fen(990);
  return {
    ...{ kind: 'payment', mchid: OURS.mchid, outTradeNo: newNumber<OutTradeNo>(), at: NOON },
    ...{ transactionId: `42000${newId().slice(-12)}` as TransactionId, amountFen, settledFen: amountFen },
    feeMilliFen: feeOf(amountFen),
    ...change,
  };
}

/** A refund of 495 fen, back by the time of the bill. */
export function aRefundRow(change: Partial<RefundRow> = {}): RefundRow {
  const amountFen = change.amountFen ?? fen(495);
  return {
    ...{ kind: 'refund', mchid: OURS.mchid, outTradeNo: newNumber<OutTradeNo>(), at: NOON },
    ...{ outRefundNo: newNumber<OutRefundNo>(), refundId: `50300${newId().slice(-12)}`, state: 'succeeded' },
    ...{ transactionId: `42000${newId().slice(-12)}` as TransactionId, amountFen, settledFen: amountFen },
    feeMilliFen: milliFen(-feeOf(amountFen)),
    ...change,
  };
}

/** What we know of the payment of such a row. */
export const aPaymentRecord = (row: PaymentRow, change: Partial<PaymentRecord> = {}): PaymentRecord => ({
  ...{ outTradeNo: row.outTradeNo, orderId: newId<OrderId>(), userId: newId<UserId>(), status: 'paid' },
  ...{ amountFen: row.amountFen, transactionId: row.transactionId, paidForOrder: true, points: points(120n) },
  ...change,
});

export const aRefundRecord = (row: RefundRow, change: Partial<RefundRecord> = {}): RefundRecord => ({
  ...{ id: newId<RefundId>(), outRefundNo: row.outRefundNo, outTradeNo: row.outTradeNo, orderId: newId<OrderId>() },
  ...{ userId: newId<UserId>(), transactionId: row.transactionId, refundFen: row.amountFen },
  ...{ status: 'succeeded', origin: 'operator', paidForOrder: true },
  ...change,
});

/** What the bill says of this payment. */
export const rowOfPayment = ({ outTradeNo, transactionId, amountFen, paidAt }: Payment): PaymentRow =>
  aPaymentRow({ outTradeNo, transactionId, amountFen, at: paidAt });

/** What the bill says of a refund of this payment. */
export const rowOfRefund = (
  { outTradeNo, transactionId }: Pick<Payment, 'outTradeNo' | 'transactionId'>,
  change: Partial<RefundRow> = {},
): RefundRow => aRefundRow({ outTradeNo, transactionId, ...change });
